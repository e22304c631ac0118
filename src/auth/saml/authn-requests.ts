import { Injectable } from '@nestjs/common';
import type { Connection } from '../../connections/index.js';
import { Clock } from '../../database/index.js';
import { type AuthnRequestForm, authnRequestForm, authnRequestUrl } from './authn-request.js';
import { ServiceProviders } from './service-provider.js';

export type OutgoingRequest =
  | { readonly binding: 'redirect'; readonly url: string }
  | ({ readonly binding: 'post' } & AuthnRequestForm);

/** The AuthnRequest of one attempt, ready to be sent by the binding that the IdP offers. */
@Injectable()
export class AuthnRequests {
  constructor(
    private readonly serviceProviders: ServiceProviders,
    private readonly clock: Clock,
  ) {}

  async build(
    subdomain: string,
    connection: Connection,
    requestId: string,
    wishes: { readonly forceAuthn?: boolean } = {},
  ): Promise<OutgoingRequest> {
    const { entityId, acsUrl } = this.serviceProviders.of(subdomain);
    const ssoUrl = connection.ssoRedirectUrl ?? connection.ssoPostUrl;
    if (ssoUrl === null) throw new Error('an active connection without an SSO address');
    const options = { spEntityId: entityId, acsUrl, ssoUrl, nowMs: this.clock.nowMs(), ...wishes };
    // Bindings 3.4.3: at most 80 bytes and no meaning to others. The attempt is found by InResponseTo in its cookie.
    const relayState = requestId;
    if (connection.ssoRedirectUrl !== null) {
      return { binding: 'redirect', url: await authnRequestUrl(options, requestId, relayState) };
    }
    return { binding: 'post', ...(await authnRequestForm(options, requestId, relayState)) };
  }
}
