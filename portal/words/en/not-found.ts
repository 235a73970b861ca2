// The page that is no page, in English.
export const notFound = {
  title: 'This page is not here',
  text: 'The address may be mistyped, or the page has moved. Nothing was lost, and nothing was charged.',
  home: 'To the home page',
  wanted: 'Page',
  nothing: 'not found',
  charged: 'Credits charged',
} as const
