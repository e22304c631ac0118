import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from '../../src/outbound/public-addresses.js';

describe('addresses of the public internet', () => {
  it.each(['1.1.1.1', '8.8.8.8', '20.190.160.1', '172.15.255.255', '172.32.0.0', '100.63.255.255'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['2603:1036:3000::1', '2a00:1450:4001:80b::200e', '2620:1ec:a92::156'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe('addresses that are never called', () => {
  it.each([
    ['this network', '0.0.0.0'],
    ['this network, end', '0.255.255.255'],
    ['private 10', '10.0.0.1'],
    ['carrier-grade NAT, start', '100.64.0.0'],
    ['carrier-grade NAT, end', '100.127.255.255'],
    ['Alibaba metadata', '100.100.100.200'],
    ['loopback', '127.0.0.1'],
    ['loopback, end', '127.255.255.254'],
    ['Azure host', '168.63.129.16'],
    ['cloud metadata', '169.254.169.254'],
    ['AWS task metadata', '169.254.170.2'],
    ['private 172, start', '172.16.0.0'],
    ['private 172, end', '172.31.255.255'],
    ['Oracle metadata', '192.0.0.192'],
    ['documentation 1', '192.0.2.1'],
    ['6to4 relay', '192.88.99.1'],
    ['private 192', '192.168.1.1'],
    ['benchmark', '198.19.255.255'],
    ['documentation 2', '198.51.100.1'],
    ['documentation 3', '203.0.113.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 unspecified', '::'],
    ['IPv6 loopback', '::1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped loopback in hex', '::ffff:7f00:1'],
    ['IPv4-mapped public', '::ffff:8.8.8.8'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-translated', '::ffff:0:127.0.0.1'],
    ['NAT64 of loopback', '64:ff9b::127.0.0.1'],
    ['local NAT64', '64:ff9b:1::a00:1'],
    ['discard', '100::1'],
    ['Teredo', '2001::1'],
    ['ORCHIDv2', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['documentation, new', '3fff::1'],
    ['segment routing', '5f00::1'],
    ['unique local', 'fc00::1'],
    ['AWS metadata over IPv6', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast 6', 'ff02::1'],
    ['a name', 'localhost'],
    ['nothing', ''],
    ['an octal spelling', '0177.0.0.1'],
    ['a short spelling', '127.1'],
  ])('%s: %s', (_, address) => expect(isPublicAddress(address)).toBe(false));
});
