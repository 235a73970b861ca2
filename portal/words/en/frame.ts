// What stands around every page, in English.
export const frame = {
  skip: 'Skip to the content',
  home: 'Doitong, home',
  navigation: 'Pages',
  otherLanguage: 'हिन्दी',
  otherLanguageHint: 'यह पेज हिन्दी में पढ़ें',
  darker: 'Dark theme',
  lighter: 'Light theme',
  footerPromise: 'Charged once. Refunded in full when it fails.',
  footerBuilt: 'One API over AI models for video, images, avatars and speech.',
  footNavigation: 'About this service',
  signIn: 'Sign in',
  dashboard: 'Dashboard',
} as const
