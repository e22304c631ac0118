import { BlockList, isIP } from 'node:net';

/**
 * IPv4 that is not the public internet: the IANA special-purpose registry (RFC 6890 and successors), multicast, and the
 * address at which Azure's hosts answer their guests, which looks public.
 */
const REFUSED_IPV4: readonly string[] = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private (RFC 1918)
  '100.64.0.0/10', // carrier-grade NAT (RFC 6598); Alibaba's metadata service
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure's host
  '169.254.0.0/16', // link-local: the metadata service of most clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // IETF protocol assignments; Oracle's metadata service
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays, deprecated
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];

/**
 * IPv6 is public in 2000::/3 alone. All outside of it is refused: loopback, IPv4-mapped (::ffff:0:0/96) and -compatible,
 * NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard, unique local (fc00::/7), link-local (fe80::/10), multicast (ff00::/8),
 * segment routing (5f00::/16). So are the parts of it that reach elsewhere or nowhere.
 */
const PUBLIC_IPV6 = '2000::/3';
const REFUSED_IPV6: readonly string[] = [
  '2001::/23', // IETF protocol assignments: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: any IPv4 address inside
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
];

const refused = new BlockList();
for (const entry of REFUSED_IPV4) add(refused, entry, 'ipv4');
for (const entry of REFUSED_IPV6) add(refused, entry, 'ipv6');

const publicIpv6 = new BlockList();
add(publicIpv6, PUBLIC_IPV6, 'ipv6');

/** Whether an IP address is one of the public internet. Text that is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refused.check(address, 'ipv4');
    case 6:
      return publicIpv6.check(address, 'ipv6') && !refused.check(address, 'ipv6');
    default:
      return false;
  }
}

function add(list: BlockList, entry: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', bits = ''] = entry.split('/');
  list.addSubnet(network, Number(bits), family);
}
