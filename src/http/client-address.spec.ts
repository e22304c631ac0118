import { BlockList } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { clientAddress, clientPrefix } from './client-address.js';

const trusted = new BlockList();
trusted.addSubnet('10.0.0.0', 8, 'ipv4');
trusted.addAddress('fd00::1', 'ipv6');

describe('the client’s address', () => {
  it.each([
    {
      given: 'a stranger who forges the header',
      peer: '203.0.113.9',
      header: '198.51.100.1',
      is: '203.0.113.9',
    },
    { given: 'our proxy', peer: '10.0.0.1', header: '198.51.100.1', is: '198.51.100.1' },
    {
      given: 'a client that prepends a forged hop',
      peer: '10.0.0.1',
      header: '1.1.1.1, 198.51.100.1',
      is: '198.51.100.1',
    },
    {
      given: 'two of our proxies',
      peer: '10.0.0.1',
      header: '198.51.100.1, 10.0.0.2',
      is: '198.51.100.1',
    },
    { given: 'junk in the header', peer: '10.0.0.1', header: 'unknown', is: '10.0.0.1' },
    { given: 'no header', peer: '10.0.0.1', header: undefined, is: '10.0.0.1' },
    {
      given: 'an IPv4-mapped peer',
      peer: '::ffff:10.0.0.1',
      header: '198.51.100.1:4711',
      is: '198.51.100.1',
    },
    { given: 'IPv6 in brackets', peer: 'fd00::1', header: '[2001:DB8::7]:443', is: '2001:db8::7' },
  ])('$given: $is', ({ peer, header, is }) => {
    expect(clientAddress(peer, header, trusted)).toBe(is);
  });
});

describe('the client’s network', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:23ff::9', '2001:db8:1:2300::/56'],
    ['2001:db8::9', '2001:db8:0:0::/56'],
    ['::1', '0:0:0:0::/56'],
  ])('%s is in %s', (address, prefix) => {
    expect(clientPrefix(address)).toBe(prefix);
  });
});
