import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';

export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Names to addresses, by the system's resolver. Tests replace it. */
@Injectable()
export class HostResolver {
  /** @throws Error where the name has no address */
  async resolve(host: string): Promise<HostAddress[]> {
    const family = isIP(host);
    if (family === 4 || family === 6) return [{ address: host, family }];
    const found = await lookup(host, { all: true, order: 'ipv4first' });
    return found.map(({ address, family: version }) => ({
      address,
      family: version === 6 ? 6 : 4,
    }));
  }
}
