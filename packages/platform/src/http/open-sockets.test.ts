import { expect, it } from 'vitest';
import { WebSocketServer, WebSocket } from 'ws';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { OpenSockets } from './open-sockets.ts';

it('knows which sessions have a socket open, closes one by its session, and forgets what is closed', async () => {
  const open = new OpenSockets();
  const server = new WebSocketServer({ port: 0 });
  const accounts = ['a', 'b'];
  server.on('connection', (socket) => open.add(socket, { accountId: accounts.shift() ?? '', factors: 1 }));
  const at = () => new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const first = at();
  await once(first, 'open');
  const second = at();
  await once(second, 'open');

  expect([...open].map(({ signedIn }) => signedIn.accountId)).toEqual(['a', 'b']);
  for (const socket of open) if (socket.signedIn.accountId === 'a') socket.close(4403, 'signed out');

  expect(await once(first, 'close')).toMatchObject([4403, Buffer.from('signed out')]);
  await expect.poll(() => [...open].map(({ signedIn }) => signedIn.accountId)).toEqual(['b']);
  second.close();
  server.close();
});
