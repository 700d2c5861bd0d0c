/**
 * Where a request comes from, as a prefix: the IPv4 address, or the first 64 bits of an IPv6 address.
 *
 * One law: what a client says of itself is believed of proxies only that the deployment names.
 */
import { BlockList, isIP } from 'node:net';
import { SetupError } from '@cunzhi/plugin';

/** Proxies whose `X-Forwarded-For` is believed; none unless named. */
export type TrustedProxies = BlockList;

/** Reads `10.0.0.5, 192.168.0.0/24, fd00::/8`. @throws SetupError for what is no address. */
export function readTrustedProxies(text = ''): TrustedProxies {
  const list = new BlockList();
  const wrong: string[] = [];
  for (const one of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [address = '', bits, more] = one.split('/');
    const version = isIP(address);
    const length = Number(bits ?? (version === 6 ? 128 : 32));
    const fits = version !== 0 && more === undefined && Number.isInteger(length) && length >= 0;
    if (!fits || length > (version === 6 ? 128 : 32)) wrong.push(one);
    else list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  }
  if (wrong.length === 0) return list;
  throw new SetupError([
    `TRUSTED_PROXIES names ${wrong.join(', ')}; write addresses or networks such as 10.0.0.5 or 10.0.0.0/24, with commas between.`,
  ]);
}

/** The prefix of whoever sent this: from the right, the first hop that is no trusted proxy. */
export function prefixOf(peer: string | undefined, forwardedFor: string | null, proxies: TrustedProxies): string {
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim());
  let address = plain(peer ?? '');
  while (hops.length > 0 && isIn(proxies, address)) {
    const hop = plain(hops.pop() ?? '');
    if (isIP(hop) === 0) break;
    address = hop;
  }
  return isIP(address) === 6 ? first64(address) : address || 'unknown';
}

/** `::ffff:10.0.0.1` is an IPv4 address that came over an IPv6 socket. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

function isIn(proxies: TrustedProxies, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && proxies.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function first64(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => text.split(':').filter(Boolean).flatMap(fromDotted);
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...gap, ...after]
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** The last 32 bits may be written as an IPv4 address. */
function fromDotted(group: string): string[] {
  if (!group.includes('.')) return [group];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}
