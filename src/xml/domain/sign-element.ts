import { createHash, type KeyObject, sign } from 'node:crypto';
import { canonicalize } from './canonicalize.js';
import { attributeOf } from './xml-element.js';
import { DSIG, ENVELOPED_SIGNATURE, EXCLUSIVE_C14N } from './xml-names.js';
import { readXml } from './xml-reader.js';

/** The private half is handed in by whoever keeps it. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly certificateBase64: string;
}

/**
 * SAML core 5.4: an enveloped RSA-SHA256 signature over the document element, whose ID is `id`; after Issuer where that
 * is the first child, else first.
 * @param xml a message of our own, with at least one child element
 * @returns canonical text but for the signature
 * @throws Error where the text is no such message: a bug of ours
 */
export function signElement(xml: string, id: string, key: SigningKey): string {
  const canonicalXml = canonicalize(xml, [])?.toString('utf8') ?? '';
  const document = readXml(canonicalXml);
  if (!document.accepted) throw new Error(`no message to sign: ${document.code}`);
  const { root } = document.value;
  const [first] = root.children;
  if (!first || attributeOf(root, 'ID') !== id) throw new Error(`no message of the ID ${id}`);
  const place = first.name.local === 'Issuer' ? first.end : first.start;
  const signature = signatureOver(canonicalXml, id, key);
  return canonicalXml.slice(0, place) + signature + canonicalXml.slice(place);
}

function signatureOver(canonical: string, id: string, key: SigningKey): string {
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
  return (
    `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${body}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${key.certificateBase64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
  );
}
