// What the run of the SDK tests and the processes of its files have in common.

/** The environment variable that says where the emulators are, without a trailing slash. */
export const EMULATORS_VARIABLE = 'DOITONG_LOCAL_EMULATORS'
