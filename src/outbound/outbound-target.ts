import { UserError } from '../errors/index.js';

export interface OutboundTarget {
  readonly url: URL;
  readonly host: string; // without the brackets of IPv6
  readonly port: number;
  /** Listed by the operator: plain http, other ports and private addresses are allowed, for this host and port alone. */
  readonly isAllowListed: boolean;
}

const MAX_URL_LENGTH = 2048;

/**
 * Whether an address that somebody gave us may be called at all, before its name is looked up.
 * @param allowList OUTBOUND_ALLOW: `host:port` entries, port 443 where none is written
 * @throws UserError
 */
export function checkedTarget(address: string, allowList: readonly string[]): OutboundTarget {
  const url = address.length <= MAX_URL_LENGTH ? URL.parse(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw new UserError('address_malformed', 'This is no web address: it starts with https://.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new UserError(
      'address_has_credentials',
      'The address holds a user name or password: leave them out.',
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const isAllowListed = allowList.map(normalized).includes(`${url.hostname}:${port}`);
  if (!isAllowListed && (url.protocol !== 'https:' || port !== 443)) {
    throw new UserError(
      'address_not_https',
      'Only https on its usual port is called. If this host is your own, list it as host:port in OUTBOUND_ALLOW.',
    );
  }
  return { url, host, port, isAllowListed };
}

function normalized(entry: string): string {
  const lower = entry.toLowerCase();
  return /:\d+$/.test(lower.replace(/^\[.*\]/, '')) ? lower : `${lower}:443`;
}
