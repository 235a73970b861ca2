// Whose account a key is, so that nobody has to look it up: its name is the beginning of the key's digest.

export const accountOf = (digest: string): string => `acct_${digest.slice(0, 20)}`
