// The pages of the schema, in English.
export const schema = {
  title: 'Schema reference',
  lead: 'Every operation, type and field of the API, out of the schema itself.',
  kinds: { queries: 'Queries', mutations: 'Mutations and subscription', objects: 'Objects', inputs: 'Inputs', values: 'Enums and scalars' },
  kindAbout: {
    queries: 'What can be read. Reading never spends the limits on generations.',
    mutations: 'What changes something, and what can be followed.',
    objects: 'What is answered.',
    inputs: 'What is given.',
    values: 'The words that fields and arguments take.',
  },
  whole: 'The schema as one file',
  english: '',
  answers: 'Answers with',
  standard: 'default',
  onThisPage: 'On this page',
  isNever: 'Takes nothing.',
}
