/** What was asked for cannot be done; the message is the whole answer. */
export class Refused extends Error {}
