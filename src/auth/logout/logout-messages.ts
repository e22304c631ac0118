import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { Connection } from '../../connections/index.js';
import { Clock } from '../../database/index.js';
import type { Tenant } from '../../tenants/index.js';
import { signElement } from '../../xml/index.js';
import { ServiceProviders, signRedirectQuery } from '../saml/index.js';
import type { SessionSubject } from '../session/index.js';
import type { LogoutRequest } from './domain/logout-message.js';
import {
  logoutRequestXml,
  logoutResponseXml,
  type OutgoingLogout,
} from './domain/write-logout-message.js';
import { LogoutSigner } from './logout-signer.js';

/** A message on its way through the browser. */
export type OutgoingMessage =
  | { readonly binding: 'redirect'; readonly url: string }
  | {
      readonly binding: 'post';
      readonly action: string;
      readonly fields: Readonly<Record<string, string>>;
    };

type Address = { readonly binding: 'redirect' | 'post'; readonly url: string };

/** Writes our LogoutRequests and LogoutResponses, signed, for the binding that the IdP offers. */
@Injectable()
export class LogoutMessages {
  constructor(
    private readonly serviceProviders: ServiceProviders,
    private readonly signer: LogoutSigner,
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
      message: await this.send(tenant, address, 'SAMLRequest', { id: head.id, xml }, null),
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
    return this.send(tenant, address, 'SAMLResponse', { id: head.id, xml }, relayState);
  }

  private head(tenant: Tenant, address: Address): OutgoingLogout {
    return {
      id: `_${randomBytes(20).toString('hex')}`,
      issuer: this.serviceProviders.of(tenant.subdomain).entityId,
      destination: address.url,
      nowMs: this.clock.nowMs(),
    };
  }

  private async send(
    tenant: Tenant,
    address: Address,
    name: 'SAMLRequest' | 'SAMLResponse',
    { id, xml }: { readonly id: string; readonly xml: string },
    relayState: string | null,
  ): Promise<OutgoingMessage> {
    const key = await this.signer.keyOf(tenant.id);
    const relay = relayState === null ? {} : { relayState };
    if (address.binding === 'post') {
      const signed = key ? signElement(xml, id, key) : xml;
      const fields = {
        [name]: Buffer.from(signed).toString('base64'),
        ...(relayState === null ? {} : { RelayState: relayState }),
      };
      return { binding: 'post', action: address.url, fields };
    }
    const value = deflateRawSync(xml).toString('base64');
    const query = key
      ? signRedirectQuery({ name, value, ...relay }, key)
      : unsignedQuery(name, value, relayState);
    const separator = address.url.includes('?') ? '&' : '?';
    return { binding: 'redirect', url: address.url + separator + query };
  }
}

function unsignedQuery(name: string, value: string, relayState: string | null): string {
  const message = `${name}=${encodeURIComponent(value)}`;
  return relayState === null ? message : `${message}&RelayState=${encodeURIComponent(relayState)}`;
}

function addressOf(redirect: string | null, post: string | null): Address | null {
  if (redirect !== null) return { binding: 'redirect', url: redirect };
  return post === null ? null : { binding: 'post', url: post };
}
