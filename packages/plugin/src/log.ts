/**
 * The log that a plugin may write to: sentences for the operator, with an allow-list of fields; never persons' data.
 *
 * @module
 */
export interface Log {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
}
