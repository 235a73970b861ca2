// The two ways in which a command ends badly and its words alone say all there is to say.

/** The command was not given as it must be. */
export class Usage extends Error {}

/** The service refused, or could not be reached. */
export class Refused extends Error {}
