/** The jobs room: work outside of requests. Readers of the event log (handlers, event jobs, webhooks), the queue, what was given up. */
export { forgetWork, listDeadLetters, retryDeadLetter, type DeadLetter } from './letters.ts';
export { installQueue } from './queue.ts';
export { verifySignature } from './signature.ts';
export * from './work.ts';
