/** While the mutation cells run, PostgreSQL rolls back what each would commit: no cell sees what another one did. */
import type { TestHost } from '@cunzhi/test';

type Begin = (mode: string, work: (tx: object) => Promise<unknown>) => Promise<unknown>;

/** Gives what restores the commit. A read only transaction ends as it did. */
export function rollBackMutations(host: TestHost): () => void {
  const client = host.host.connections.app.$client as unknown as { begin: Begin };
  const { begin } = client;
  client.begin = async (mode, work) => {
    if (!/read committed/.test(mode)) return begin(mode, work);
    const undone = Symbol('undone');
    let result: unknown;
    const began = begin(mode, async (tx) => {
      result = await work(tx);
      // What is checked at commit is checked now, and then nothing of it stays.
      await (tx as { unsafe(text: string): Promise<unknown> }).unsafe('set constraints all immediate');
      throw undone;
    });
    await began.catch((error: unknown) => {
      if (error !== undone) throw error;
    });
    return result;
  };
  return () => void (client.begin = begin);
}
