/** The audit room: rows that tell who did what, the seal over them, and its proof. */
export { Attempt } from './attempt.ts';
export { openAudit, writeAudit, type AuditBook, type AuditEntry } from './entry.ts';
export { exportLines } from './export.ts';
export { Opened } from './opened.ts';
export {
  keepInFolder,
  PUBLIC_KEY,
  publishKey,
  rootSigner,
  type KeepRoot,
  type RootSigner,
  type SignedRoot,
} from './root.ts';
export { sealRows, signIfDue } from './seal.ts';
export { startSealer, type Sealer } from './sealer.ts';
export { linesOf, readRoots, sentenceOf, verifyAudit } from './verify.mjs';
