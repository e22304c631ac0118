import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Connection } from '../../connections/index.js';
import { Clock, Database } from '../../database/index.js';
import { SpKeys } from '../../sp-keys/index.js';
import type { Tenant } from '../../tenants/index.js';
import {
  addressOf,
  type MessageAddress,
  type MessageToSend,
  type OutgoingMessage,
  outgoingMessage,
  ServiceProviders,
} from '../saml/index.js';
import type { SessionSubject } from '../session/index.js';
import type { LogoutRequest } from './domain/logout-message.js';
import {
  logoutRequestXml,
  logoutResponseXml,
  type OutgoingLogout,
} from './domain/write-logout-message.js';

/** Writes our LogoutRequests and LogoutResponses, signed, for the binding that the IdP offers. */
@Injectable()
export class LogoutMessages {
  constructor(
    private readonly serviceProviders: ServiceProviders,
    private readonly database: Database,
    private readonly keys: SpKeys,
    private readonly clock: Clock,
  ) {}

  /** Null where the IdP has no logout address, or gave no name ID to ask by. */
  async request(
    tenant: Tenant,
    connection: Connection,
    subject: SessionSubject,
  ): Promise<{ readonly requestId: string; readonly message: OutgoingMessage } | null> {
    const address = addressOf(connection.sloRedirectUrl, connection.sloPostUrl);
    if (!address || !subject.nameId) return null;
    const head = this.head(tenant, address);
    const xml = logoutRequestXml(head, { ...subject, nameId: subject.nameId });
    return {
      requestId: head.id,
      message: await this.send(tenant, address, {
        ...{ name: 'SAMLRequest', id: head.id, xml },
        relayState: null,
      }),
    };
  }

  /** Null where the IdP has no address for it. */
  async response(
    tenant: Tenant,
    connection: Connection,
    request: LogoutRequest,
    relayState: string | null,
  ): Promise<OutgoingMessage | null> {
    const address = addressOf(
      connection.sloRedirectResponseUrl ?? connection.sloRedirectUrl,
      connection.sloPostResponseUrl ?? connection.sloPostUrl,
    );
    if (!address) return null;
    const head = this.head(tenant, address);
    const xml = logoutResponseXml(head, request.id);
    return this.send(tenant, address, { name: 'SAMLResponse', id: head.id, xml, relayState });
  }

  private head(tenant: Tenant, address: MessageAddress): OutgoingLogout {
    return {
      id: `_${randomBytes(20).toString('hex')}`,
      issuer: this.serviceProviders.of(tenant.subdomain).entityId,
      destination: address.url,
      nowMs: this.clock.nowMs(),
    };
  }

  /** Without a key it goes out unsigned: Entra takes it so, another IdP refuses it, and the local sign-out stands. */
  private async send(
    tenant: Tenant,
    address: MessageAddress,
    message: MessageToSend,
  ): Promise<OutgoingMessage> {
    return outgoingMessage(address, message, await this.keys.signingKey(this.database, tenant.id));
  }
}
