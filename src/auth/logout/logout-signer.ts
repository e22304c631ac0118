import { Injectable } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';

/** What our messages are signed with. */
export interface SpSigningKey {
  readonly privateKey: KeyObject;
  readonly certificateBase64: string;
}

/**
 * The one place that says with which key our logout messages are signed. Tenants have none of their own yet: messages go
 * out unsigned, which Entra accepts; an IdP that asks for signed ones refuses them, and the local sign-out stands.
 */
@Injectable()
export class LogoutSigner {
  keyOf(_tenantId: string): Promise<SpSigningKey | null> {
    return Promise.resolve(null);
  }
}
