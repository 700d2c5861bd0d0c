/**
 * Errors, by who must act: the client (`UserError`), or whoever starts the server (`SetupError`).
 *
 * Anything else that is thrown is a fault: logged once with the request id, and masked outside.
 *
 * @module
 */

/** A sentence in both languages of the platform. */
export interface LocalText {
  readonly zh: string;
  readonly en: string;
}

export type Locale = keyof LocalText;

/**
 * A failure that a client handles: a member of the field's result union, with a code for programs
 * and a sentence for people that says what is wrong, what is safe and what to do.
 */
export class UserError extends Error {
  readonly code: string;
  readonly text: LocalText;

  constructor(code: string, text: LocalText) {
    super(`${code}: ${text.en}`);
    this.code = code;
    this.text = text;
  }
}

/** Somebody changed the same thing first. Nothing was written. */
export class VersionConflictError extends UserError {
  readonly currentVersion: number;

  constructor(currentVersion: number) {
    super('VERSION_CONFLICT', {
      zh: `这一条刚才有人改过（现在是第 ${currentVersion} 版）。您填的没有丢，请看一下新的内容再决定。`,
      en: `Somebody changed this first (it is at version ${currentVersion} now). What you entered is not lost; look at the new content and decide.`,
    });
    this.currentVersion = currentVersion;
  }
}

export interface FieldProblem {
  /** Where in the input, e.g. `village` or `events[2].date`. */
  readonly path: string;
  readonly code: string;
  readonly text: LocalText;
}

/** The input cannot be taken. Nothing was written; every problem is named at once. */
export class InputRefusedError extends UserError {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[], code = 'INPUT_REFUSED') {
    const all = (locale: Locale) => fields.map((field) => field.text[locale]).join(' ');
    super(code, {
      zh: `有内容需要改一下，什么都还没有保存。${all('zh')}`,
      en: `Something needs mending; nothing was saved. ${all('en')}`,
    });
    this.fields = fields;
  }
}

/** A field that is wrong at the border of the schema: top-level error with a code and the field's name. */
export class BorderError extends UserError {
  readonly field: string | undefined;

  constructor(code: string, text: LocalText, field?: string) {
    super(code, text);
    this.field = field;
  }
}

/**
 * Not there, or not yours: from outside the two are one.
 *
 * The message is constant, so that the answers are equal byte for byte.
 */
export class NotFoundError extends BorderError {
  constructor() {
    super('NOT_FOUND', {
      zh: '没有这一项，或者您的账号看不到它。别的内容照常用。需要的话，请找管理员。',
      en: 'This does not exist, or your account cannot see it. Everything else works as before. If you need it, ask your administrator.',
    });
  }
}

/** Whoever looks as somebody else only looks. Nothing was written. */
export class LookingError extends BorderError {
  constructor() {
    super('LOOKING_ONLY', {
      zh: '您正在以他人身份查看，只能看，不能改；什么都没有保存。请先结束查看。',
      en: 'You are looking as somebody else, so you can see and not change; nothing was saved. Stop looking first.',
    });
  }
}

/** The server cannot start or a command cannot run: every problem at once, each with its cure. */
export class SetupError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.name = 'SetupError';
    this.problems = problems;
  }
}
