import { createHash, sign, type KeyObject } from 'node:crypto';
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm';
import { DSIG, ENVELOPED_SIGNATURE, EXCLUSIVE_C14N } from './xml-names.js';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly certificateBase64: string;
}

/**
 * SAML core 5.4: an enveloped RSA-SHA256 signature over the document element, whose ID is `id`; after Issuer where that
 * is the first child, else first. The text that comes back is canonical but for the signature.
 */
export function signElement(xml: string, id: string, key: SigningKey): string {
  const document = XmlDocument.fromString(xml);
  let canonical: string;
  try {
    if (document.root.attr('ID')?.value !== id) throw new Error(`the document's ID is not ${id}`);
    canonical = document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
  } finally {
    document.dispose();
  }
  const digest = createHash('sha256').update(canonical).digest('base64');
  const body =
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></ds:CanonicalizationMethod>` +
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>' +
    `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${ENVELOPED_SIGNATURE}"></ds:Transform>` +
    `<ds:Transform Algorithm="${EXCLUSIVE_C14N}"></ds:Transform></ds:Transforms>` +
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>' +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  // Exclusive C14N declares the prefix on the apex of what is signed, as Signature does in the message.
  const signedInfo = `<ds:SignedInfo xmlns:ds="${DSIG}">${body}`;
  const value = sign('sha256', Buffer.from(signedInfo), key.privateKey).toString('base64');
  const signature =
    `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${body}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${key.certificateBase64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
  // Canonical text escapes ">" in text but not in attributes: quoted values are stepped over.
  const head =
    /^<(?:[^">]|"[^"]*")*>(?:\s*<(?:\w+:)?Issuer(?:\s[^>]*)?>[^<]*<\/(?:\w+:)?Issuer>)?/.exec(
      canonical,
    );
  if (!head) throw new Error('no document element');
  return canonical.slice(0, head[0].length) + signature + canonical.slice(head[0].length);
}
