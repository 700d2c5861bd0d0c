/** A picture for demonstration data: plain green, made here, showing nobody and nothing. */
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 64;
const GREEN = [15, 107, 82];

/** A PNG of one colour. */
export async function* demonstrationPhoto(): AsyncGenerator<Uint8Array> {
  const row = Buffer.from([0, ...Array.from({ length: SIZE }, () => GREEN).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits, true colour
  const pixels = deflateSync(Buffer.concat(Array.from({ length: SIZE }, () => row)));
  yield Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
