import { Injectable } from '@nestjs/common';
import type { Connection } from '../../connections/index.js';
import { Clock, Database } from '../../database/index.js';
import { SpKeys } from '../../sp-keys/index.js';
import type { Tenant } from '../../tenants/index.js';
import { authnRequestXml } from './domain/authn-request.js';
import { addressOf, type OutgoingMessage, outgoingMessage } from './outgoing-message.js';
import { ServiceProviders } from './service-provider.js';

export interface AuthnWishes {
  readonly forceAuthn: boolean;
  /** Whom the IdP may suggest; goes on only where the connection lets it. */
  readonly loginHint: string | null;
}

const MAX_LOGIN_HINT_CHARACTERS = 254; // an address

/** The AuthnRequest of one attempt, ready to be sent by the binding that the IdP offers. */
@Injectable()
export class AuthnRequests {
  constructor(
    private readonly serviceProviders: ServiceProviders,
    private readonly keys: SpKeys,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async build(
    tenant: Tenant,
    connection: Connection,
    requestId: string,
    wishes: AuthnWishes,
  ): Promise<OutgoingMessage> {
    const { entityId, acsUrl } = this.serviceProviders.of(tenant.subdomain);
    const address = addressOf(connection.ssoRedirectUrl, connection.ssoPostUrl);
    if (!address) throw new Error('an active connection without an SSO address');
    const xml = authnRequestXml({
      id: requestId,
      issuer: entityId,
      destination: address.url,
      acsUrl,
      nowMs: this.clock.nowMs(),
      forceAuthn: wishes.forceAuthn || connection.forceAuthn === 'on',
      nameIdFormat: connection.nameIdFormat,
      authnContext: connection.authnContext?.split(' ') ?? [],
    });
    const key = connection.signRequests === 'on' ? await this.signingKey(tenant) : null;
    // Bindings 3.4.3: no meaning to others. The attempt is found by InResponseTo in its cookie.
    const relayState = requestId;
    const message = outgoingMessage(
      address,
      { name: 'SAMLRequest', id: requestId, xml, relayState },
      key,
    );
    return connection.loginHint === 'on' ? withLoginHint(message, wishes.loginHint) : message;
  }

  private async signingKey(tenant: Tenant) {
    const key = await this.keys.signingKey(this.database, tenant.id);
    if (key) return key;
    throw new Error(`the requests of ${tenant.subdomain} are to be signed: run keys create first`);
  }
}

/**
 * Entra, Okta and Google take `login_hint` beside SAMLRequest, outside what a signature covers; a Subject would be refused
 * (AADSTS900236). A form has no place for it.
 */
function withLoginHint(message: OutgoingMessage, loginHint: string | null): OutgoingMessage {
  const isUsable =
    loginHint !== null &&
    loginHint !== '' &&
    loginHint.length <= MAX_LOGIN_HINT_CHARACTERS &&
    !/[\p{Cc}\p{Cs}]/u.test(loginHint);
  return isUsable && message.binding === 'redirect'
    ? { ...message, url: `${message.url}&login_hint=${encodeURIComponent(loginHint)}` }
    : message;
}
