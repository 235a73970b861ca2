// The files of prose by name: English from docs/guide, Hindi from portal/prose/hi.
const byName = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(files).map(([path, text]) => [path.replace(/^.*\/|\.md$/g, ''), text]))

export const english = byName(import.meta.glob<string>('../../../docs/guide/*.md', { query: '?raw', import: 'default', eager: true }))
export const hindi = byName(import.meta.glob<string>('../../prose/hi/*.md', { query: '?raw', import: 'default', eager: true }))
