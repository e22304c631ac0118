import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { type SpKey, SpKeys } from '../../sp-keys/index.js';

/**
 * The one place that says with which key our logout messages are signed. A tenant from before there were keys has none until
 * `keys create`: its messages go out unsigned, which Entra accepts; an IdP that asks for signed ones refuses them, and
 * the local sign-out stands.
 */
@Injectable()
export class LogoutSigner {
  constructor(
    private readonly database: Database,
    private readonly keys: SpKeys,
  ) {}

  async keyOf(tenantId: string): Promise<SpKey | null> {
    const { signing } = await this.keys.of(this.database, tenantId);
    return signing.find(({ state }) => state === 'current') ?? null;
  }
}
