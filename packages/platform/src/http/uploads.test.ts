/** Files through the door: a ticket, pieces that survive a lost connection, and everything that is refused on the way. */
import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, type TestHost } from '@cunzhi/test';

const YUCUN = '330523108204';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** A PDF of so many bytes. */
const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(size - 9, 7)]);

let host: TestHost;
let yucun: Client;
const filesFolder = () => join(host.dataFolder, 'files');
beforeAll(async () => {
  host = await createTestHost();
  yucun = await host.as('yucun');
});
afterAll(() => host.close());

const ticketFor = async (size: number, client = yucun, place = YUCUN) =>
  (
    await client.query(
      `mutation ($input: StartUploadInput!) { startUpload(input: $input) { ... on UploadTicket { id } ... on InputRefusedError { fields { path code } } } }`,
      { input: { place, name: '公告栏.png', size, clientWriteId: Client.writeId() } },
    )
  ).data.startUpload;
const tus = (path: string, method: string, headers: Record<string, string> = {}, body?: Uint8Array, client = yucun) =>
  client.fetch(`/files/uploads${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...headers },
    ...(body && { body: Buffer.from(body) }),
  });
const create = (ticket: string, size: number, client = yucun) =>
  tus('', 'POST', { 'upload-length': String(size), 'upload-metadata': `ticket ${btoa(ticket)}` }, undefined, client);
const piece = (id: string, offset: number, body: Uint8Array, client = yucun) =>
  tus(
    `/${id}`,
    'PATCH',
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body,
    client,
  );

describe('a file', () => {
  it('is kept, and handed out to those who may see it', async () => {
    const id = await yucun.upload(YUCUN, '公告栏.png', PNG);
    const [own, inspector, foreign, absent] = await Promise.all([
      yucun.fetch(`/files/${id}`),
      (await host.as('tianhuangping')).fetch(`/files/${id}`),
      (await host.as('wuxing')).fetch(`/files/${id}`),
      (await host.as('wuxing')).fetch('/files/00000000-0000-4000-8000-000000000000'),
    ]);

    expect(own.headers.get('content-disposition')).toContain(encodeURIComponent('公告栏.png'));
    expect(Buffer.from(await own.arrayBuffer())).toEqual(PNG);
    expect([inspector.status, foreign.status, absent.status]).toEqual([200, 404, 404]);
    expect(await foreign.text()).toBe(await absent.text());
  });

  it('goes on where the connection was lost, and its ticket is of one use', async () => {
    const body = pdf(100_000);
    const { id } = await ticketFor(body.length);

    expect((await create(id, body.length)).status).toBe(201);
    expect((await create(id, body.length)).status).toBe(409);
    expect((await piece(id, 0, body.subarray(0, 40_000))).status).toBe(204);
    expect((await yucun.fetch(`/files/${id}`)).status).toBe(404);
    expect((await tus(`/${id}`, 'HEAD')).headers.get('upload-offset')).toBe('40000');
    expect((await piece(id, 10_000, body.subarray(10_000))).status).toBe(409);
    expect((await piece(id, 40_000, body.subarray(40_000))).status).toBe(204);
    // The answer was lost: whoever asks again hears that all bytes are there.
    expect((await tus(`/${id}`, 'HEAD')).headers.get('upload-offset')).toBe('100000');
    expect(Buffer.from(await (await yucun.fetch(`/files/${id}`)).arrayBuffer())).toEqual(body);
  });

  it('comes in many small pieces', async () => {
    const body = pdf(200_001);
    const id = await yucun.upload(YUCUN, '长文件.pdf', body, { chunkSize: 64 * 1024 });

    expect(Buffer.from(await (await yucun.fetch(`/files/${id}`)).arrayBuffer())).toEqual(body);
  });
});

describe('refused while receiving, with nothing kept', () => {
  const kept = () => host.sql(async (sql) => (await sql`select 1 from core.evidence where kind = 'file'`).length);

  it('another person, another ticket, another size, nobody', async () => {
    const { id } = await ticketFor(PNG.length);
    const anji = await host.as('anji');

    expect((await create(id, PNG.length, anji)).status).toBe(404);
    expect((await create(id, PNG.length, host.stranger())).status).toBe(404);
    expect((await create('00000000-0000-4000-8000-000000000000', PNG.length)).status).toBe(404);
    expect((await create('../../etc/passwd', PNG.length)).status).toBe(404);
    expect((await create(id, PNG.length + 1)).status).toBe(409);
    expect((await create(id, PNG.length)).status).toBe(201);
    expect((await piece(id, 0, PNG, anji)).status).toBe(404);
    expect((await tus(`/${id}`, 'HEAD', {}, undefined, anji)).status).toBe(404);
  });

  it('a wrong type by its first bytes, more bytes than the ticket, a picture that unfolds too large', async () => {
    const before = await kept();
    const bomb = Buffer.from(PNG);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);

    await expect(yucun.upload(YUCUN, 'a.png', Buffer.from('<script>alert(1)</script>'))).rejects.toThrow('415');
    await expect(yucun.upload(YUCUN, 'a.png', bomb)).rejects.toThrow('413');
    await expect(
      yucun.upload(YUCUN, 'a.png', Buffer.from('\x89PNG\r\nnot a picture at all', 'latin1')),
    ).rejects.toThrow('415');
    const { id } = await ticketFor(PNG.length);
    expect((await create(id, PNG.length)).status).toBe(201);
    expect((await piece(id, 0, Buffer.concat([PNG, PNG]))).status).toBeGreaterThanOrEqual(400);
    expect(await kept()).toBe(before);
  });

  it('too large, empty, or out of reach before a byte is sent', async () => {
    expect((await ticketFor(20 * 1024 * 1024 + 1)).fields).toEqual([{ path: 'size', code: 'TOO_LARGE' }]);
    expect((await ticketFor(0)).fields).toEqual([{ path: 'size', code: 'EMPTY' }]);
    expect(await ticketFor(10, yucun, '330523108200')).toBeNull();
    expect(await ticketFor(10, await host.as('wuxing'))).toBeNull();
  });

  it('without the client header, from another site, and what is no upload', async () => {
    const { id } = await ticketFor(PNG.length);
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': '1', 'upload-metadata': `ticket ${btoa(id)}` };

    expect((await fetch(`${host.url}/files/uploads`, { method: 'POST', headers })).status).toBe(403);
    expect((await tus('', 'POST', { ...headers, origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await tus('', 'OPTIONS')).status).toBe(405);
    expect((await tus(`/${id}`, 'GET')).status).toBe(405);
    expect((await tus('', 'POST', headers)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('keeps the same content once, and a hash opens nothing', async () => {
  const body = pdf(5_000);
  const [one, two] = [await yucun.upload(YUCUN, 'a.pdf', body), await yucun.upload(YUCUN, 'b.pdf', body)];
  const [row] = await host.sql(
    (sql) => sql<{ hash: string }[]>`select file_hash as hash from core.evidence where id = ${one}`,
  );

  expect(one).not.toBe(two);
  expect((await yucun.fetch(`/files/${row!.hash}`)).status).toBe(404);
  expect(existsSync(filesFolder()) && readdirSync(filesFolder())).toContain(row!.hash.slice(0, 2));
});

it('removes what nobody finished within a day, and files without a record after seven', async () => {
  const long = (days: number) => new Date(Date.now() - days * 86_400_000);
  const hashOf = async (id: string) =>
    (await host.sql((sql) => sql<{ hash: string }[]>`select file_hash as hash from core.evidence where id = ${id}`))[0]!
      .hash;
  const pathOf = (hash: string) => join(filesFolder(), hash.slice(0, 2), hash);
  const [kept, orphan, young] = [
    await yucun.upload(YUCUN, 'k.pdf', pdf(1_001)),
    await yucun.upload(YUCUN, 'o.pdf', pdf(1_002)),
    await yucun.upload(YUCUN, 'y.pdf', pdf(1_003)),
  ];
  const [keptHash, orphanHash, youngHash] = [await hashOf(kept), await hashOf(orphan), await hashOf(young)];
  await host.sql((sql) => sql`delete from core.evidence where id in (${orphan}, ${young})`);
  utimesSync(pathOf(keptHash), long(8), long(8));
  utimesSync(pathOf(orphanHash), long(8), long(8));
  utimesSync(pathOf(youngHash), long(6), long(6));
  const { id: begun } = await ticketFor(10);
  await create(begun, 10);
  utimesSync(join(filesFolder(), 'incoming', begun), long(2), long(2));

  await host.sweepFiles();

  expect([keptHash, orphanHash, youngHash].map((hash) => existsSync(pathOf(hash)))).toEqual([true, false, true]);
  expect(existsSync(join(filesFolder(), 'incoming', begun))).toBe(false);
});
