/**
 * How passwords are kept: Argon2id at OWASP's floor, four at once at most.
 *
 * One law: 19 MiB each are a means to exhaust the memory, so whoever comes fifth waits.
 */
import { hash, verify } from '@node-rs/argon2';

const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;

let free = AT_ONCE;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free -= 1;
  else await new Promise<void>((go) => waiting.push(go));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

/** The hash of a password; takes some 30 ms of one core. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, ARGON2));

/** True when the password has this hash; takes as long as making one. */
export const hasHash = (password: string, known: string): Promise<boolean> => inTurn(() => verify(known, password));

/** How many are being worked on, for the test. */
export const passwordsAtWork = (): number => AT_ONCE - free;
