// The account behind a live one's test keys: whatever is stored by account is thereby apart, and so are the gate's limits.
// A key is a test key exactly when it belongs to such an account; store/keys.ts finds no other.

export const TEST_SUFFIX = '.test'
export const testAccountId = (liveId: string): string => liveId + TEST_SUFFIX
/** The live account's, of either of the two. */
export const liveAccountId = (id: string): string => (id.endsWith(TEST_SUFFIX) ? id.slice(0, -TEST_SUFFIX.length) : id)

/** The live account's, and that of its test keys. */
export const withTestAccount = (liveId: string): string[] => [liveId, testAccountId(liveId)]

/** Given once. */
export const TEST_CREDITS = 1_000_000
/** Sorts before the entries of every generation. */
export const FIRST_GRANT_ID = `${'0'.repeat(26)}.grant`
