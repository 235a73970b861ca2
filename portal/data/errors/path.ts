// Where the pages of the error codes stand, below the language.

export const ERRORS_PATH = 'docs/errors/'
