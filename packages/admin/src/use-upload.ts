/**
 * useUpload: sends a file as evidence (佐证材料) of a village, in pieces that survive a lost connection.
 *
 * A ticket first, then the bytes by the tus protocol; the evidence has the ticket's id. What nobody can open is stopped here.
 */
import { readonly, shallowRef, type Ref } from 'vue';
import { graphql } from './graphql.ts';
import { useWrite } from './use-write.ts';

const largestBytes = 20 * 1024 * 1024;
/** A piece gets through a weak network within the server's patience. */
const pieceBytes = 512 * 1024;
const retryAfterMs = [0, 1_000, 3_000, 5_000, 10_000];
const kinds = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'];
const conflict = 409;

export type Upload =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly why: 'tooLarge' | 'wrongKind' | 'offline' | 'refused' };

interface Ticket {
  readonly __typename: 'UploadTicket';
  readonly id: string;
  readonly url: string;
}
const startUpload = graphql<
  {
    startUpload: Ticket | { readonly __typename: 'InputRefusedError'; readonly code: string; readonly message: string };
  },
  { input: { place: string; name: string; size: number; clientWriteId: string } }
>(/* GraphQL */ `
  mutation StartUpload($input: StartUploadInput!) {
    startUpload(input: $input) {
      __typename
      ... on UploadTicket {
        id
        url
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export interface Sending {
  /** Never throws. */
  readonly send: (place: string, file: File) => Promise<Upload>;
  /** From 0 to 1 while a file is sent. */
  readonly progress: Readonly<Ref<number>>;
}

export function useUpload(): Sending {
  const start = useWrite(startUpload);
  const progress = shallowRef(0);

  async function send(place: string, file: File): Promise<Upload> {
    if (file.size > largestBytes) return { ok: false, why: 'tooLarge' };
    if (!kinds.includes(file.type)) return { ok: false, why: 'wrongKind' };
    progress.value = 0;
    // A ticket that was used by an attempt whose answer was lost is good for nothing: ask for another one, once.
    const first = await attempt(place, file);
    return first === 'again' ? finish(await attempt(place, file)) : first;
  }

  async function attempt(place: string, file: File): Promise<Upload | 'again'> {
    const verdict = await start.run({ place, name: file.name, size: file.size });
    if (verdict.kind === 'unsure') return { ok: false, why: 'offline' };
    if (verdict.kind !== 'done' || verdict.data.__typename !== 'UploadTicket') return { ok: false, why: 'refused' };
    return sendBytes(verdict.data, file, (share) => (progress.value = share));
  }

  return { send, progress: readonly(progress) };
}

const finish = (last: Upload | 'again'): Upload => (last === 'again' ? { ok: false, why: 'offline' } : last);

async function sendBytes(
  { id, url }: Ticket,
  file: File,
  onProgress: (share: number) => void,
): Promise<Upload | 'again'> {
  const { Upload: Tus, DetailedError } = await import('tus-js-client');
  return new Promise((done) => {
    const upload = new Tus(file, {
      endpoint: url,
      metadata: { ticket: id },
      chunkSize: pieceBytes,
      retryDelays: retryAfterMs,
      storeFingerprintForResuming: false,
      headers: { 'x-cunzhi-client': 'admin/1.0.0' },
      onProgress: (sent, total) => onProgress(total ? sent / total : 0),
      onSuccess: () => done({ ok: true, id }),
      onError: (error) => {
        const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
        if (status === conflict) done('again');
        else done({ ok: false, why: status >= 400 && status < 500 ? 'refused' : 'offline' });
      },
    });
    upload.start();
  });
}
