import { deflateRawSync } from 'node:zlib';
import type { SpKey } from '../../sp-keys/index.js';
import { signElement } from '../../xml/index.js';
import { redirectQuery, signRedirectQuery } from './redirect-signature.js';

/** A message on its way through the browser. */
export type OutgoingMessage =
  | { readonly binding: 'redirect'; readonly url: string }
  | {
      readonly binding: 'post';
      readonly action: string;
      /** Hidden fields, to be escaped by the page that shows them. */
      readonly fields: Readonly<Record<string, string>>;
    };

/** An endpoint of the IdP, verbatim from its metadata; may have a query of its own. */
export interface MessageAddress {
  readonly binding: OutgoingMessage['binding'];
  readonly url: string;
}

export interface MessageToSend {
  readonly name: 'SAMLRequest' | 'SAMLResponse';
  readonly id: string;
  readonly xml: string;
  /** Bindings 3.4.3: at most 80 bytes. */
  readonly relayState: string | null;
}

/** By redirect where the IdP takes both: no page of ours stands between. Null where it takes neither. */
export function addressOf(
  redirectUrl: string | null,
  postUrl: string | null,
): MessageAddress | null {
  if (redirectUrl !== null) return { binding: 'redirect', url: redirectUrl };
  return postUrl === null ? null : { binding: 'post', url: postUrl };
}

/**
 * SAML bindings 3.4 (DEFLATE, signature detached) and 3.5 (base64, signature inside): every request and answer of ours that
 * a browser carries goes through here. Without a key it is not signed.
 */
export function outgoingMessage(
  address: MessageAddress,
  { name, id, xml, relayState }: MessageToSend,
  key: SpKey | null,
): OutgoingMessage {
  const relay = relayState === null ? {} : { relayState };
  if (address.binding === 'post') {
    const signed = key ? signElement(xml, id, key) : xml;
    const fields = {
      [name]: Buffer.from(signed).toString('base64'),
      ...(relayState === null ? {} : { RelayState: relayState }),
    };
    return { binding: 'post', action: address.url, fields };
  }
  const message = { name, value: deflateRawSync(xml).toString('base64'), ...relay };
  const query = key ? signRedirectQuery(message, key) : redirectQuery(message);
  const separator = address.url.includes('?') ? '&' : '?';
  return { binding: 'redirect', url: address.url + separator + query };
}
