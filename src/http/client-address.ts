import { type BlockList, isIP } from 'node:net';

const MAX_HOPS = 20;

/**
 * The address a request comes from. X-Forwarded-For counts only as far as proxies of ours wrote it: from the right, the
 * first address that is not one of them is the client (ASVS 4.1.3).
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: BlockList,
): string {
  let address = plainAddress(peer ?? '') ?? '0.0.0.0';
  const hops = (forwardedFor ?? '').split(',').slice(-MAX_HOPS);
  while (isTrusted(address, trustedProxies) && hops.length > 0) {
    const next = plainAddress(hops.pop()?.trim() ?? '');
    if (next === null) break;
    address = next;
  }
  return address;
}

export function isTrusted(address: string, trustedProxies: BlockList): boolean {
  return trustedProxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Without port and brackets; IPv4-mapped IPv6 as IPv4. Null: not an address. */
export function plainAddress(text: string): string | null {
  const bare =
    /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ??
    (/^[\d.]+:\d+$/.test(text) ? text.replace(/:\d+$/, '') : text);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  return isIP(mapped) === 0 ? null : mapped.toLowerCase();
}

/** The network that limits count by: an IPv4 /24 or an IPv6 /56, since whoever has one address there has them all. */
export function clientPrefix(address: string): string {
  if (isIP(address) !== 6) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  const groups = expandIpv6(address);
  const fourth = (Number.parseInt(groups[3] ?? '0', 16) & 0xff00).toString(16);
  return `${groups.slice(0, 3).join(':')}:${fourth}::/56`;
}

function expandIpv6(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(missing).fill('0'), ...right].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
