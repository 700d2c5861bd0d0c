import { expect, it } from 'vitest';
import { prefixOf, readTrustedProxies } from './address.ts';

const none = readTrustedProxies();
const proxies = readTrustedProxies('10.0.0.5, 192.168.0.0/24, fd00::/8');

it('believes nobody about the address unless the proxy is named ⚠', () => {
  expect(prefixOf('203.0.113.7', '1.2.3.4', none)).toBe('203.0.113.7');
  expect(prefixOf('203.0.113.7', '1.2.3.4', proxies)).toBe('203.0.113.7');
  expect(prefixOf('10.0.0.5', '203.0.113.7', proxies)).toBe('203.0.113.7');
  expect(prefixOf('::ffff:10.0.0.5', '203.0.113.7', proxies)).toBe('203.0.113.7');
});

it('reads the hops from the right, so that what a client puts in front changes nothing ⚠', () => {
  expect(prefixOf('10.0.0.5', '1.2.3.4, 203.0.113.7, 192.168.0.9', proxies)).toBe('203.0.113.7');
  expect(prefixOf('10.0.0.5', 'nonsense, 192.168.0.9', proxies)).toBe('192.168.0.9');
  expect(prefixOf('10.0.0.5', null, proxies)).toBe('10.0.0.5');
});

it('cuts IPv6 to 64 bits, however it is written ⚠', () => {
  const same = [
    '2001:db8:1:2::1',
    '2001:0db8:0001:0002:ffff:ffff:ffff:ffff',
    '2001:DB8:1:2:0:0:192.0.2.1',
    '2001:db8:1:2:a::',
  ];
  expect(new Set(same.map((address) => prefixOf(address, null, none)))).toEqual(new Set(['2001:db8:1:2::/64']));
  expect(prefixOf('2001:db8:1:3::1', null, none)).toBe('2001:db8:1:3::/64');
  expect(prefixOf('::1', null, none)).toBe('0:0:0:0::/64');
  expect(prefixOf('fe80::1%eth0', null, none)).toBe('fe80:0:0:0::/64');
  expect(prefixOf(undefined, null, none)).toBe('unknown');
});

it('refuses a list that names no address, in one sentence', () => {
  expect(() => readTrustedProxies('10.0.0.5, proxy.example, 10.0.0.0/33')).toThrow(
    'TRUSTED_PROXIES names proxy.example, 10.0.0.0/33;',
  );
});
