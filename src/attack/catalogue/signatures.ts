import { createPublicKey } from 'node:crypto';
import { altered, family, genuine, signed, swap, type Build, type HostileCase } from './case.js';
import { partsOf } from './forgery.js';

const row = family('signature missing or foreign');
const place = family('signature wrapping');

const keyInfo = (inside: string): Build => altered('<KeyInfo>', `<KeyInfo>${inside}`);

export const signatureCases: readonly HostileCase[] = [
  row(
    'nothing signed',
    'signature_missing',
    signed({ signed: 'none' }),
    ...(['CVE-2012-5352', 'CVE-2012-5353', 'CVE-2020-12676', 'CVE-2026-89042'] as const),
    ...(['CVE-2025-59718', 'CVE-2025-59719', 'CVE-2026-24858'] as const),
  ),
  row(
    'the signature taken out',
    'signature_missing',
    altered(/<Signature .*<\/Signature>/s, ''),
    'CVE-2012-5353',
    'CVE-2020-12676',
  ),
  row(
    'the signature taken out, and the administrator put in',
    'signature_missing',
    (context) => {
      const { xml, assertion, evil } = partsOf(context);
      return swap(xml, assertion, evil);
    },
    'CVE-2025-59718',
    'CVE-2025-59719',
  ),
  row(
    'an empty signature',
    'signature_malformed',
    altered(/(?<=<Signature [^>]*>).*(?=<\/Signature>)/s, ''),
  ),
  row(
    'a signature without its value',
    'signature_malformed',
    altered(/<SignatureValue>.*<\/SignatureValue>/s, ''),
  ),
  row('the response signed, not the assertion', 'accepted', signed({ signed: 'response' })),
  row('both signed', 'accepted', signed({ signed: 'both' })),
  row(
    'a key of one’s own, with its certificate inside',
    'signature_invalid',
    signed(({ strangerKey }) => ({ key: strangerKey })),
    'CVE-2024-32962',
    'CVE-2026-18089',
  ),
  row('a key of one’s own under the IdP’s certificate', 'signature_invalid', (context) =>
    genuine(context, {
      key: context.strangerKey,
      keyInfoCertificates: [context.key.certificateBase64],
    }),
  ),
  row(
    'the IdP’s key, another certificate inside',
    'accepted',
    signed(({ strangerKey }) => ({ keyInfoCertificates: [strangerKey.certificateBase64] })),
  ),
  row('no KeyInfo', 'accepted', signed({ keyInfoCertificates: [] })),
  row('two certificates in KeyInfo', 'accepted', (context) =>
    genuine(context, {
      keyInfoCertificates: [context.strangerKey.certificateBase64, context.key.certificateBase64],
    }),
  ),
  row('a key name and a serial number in KeyInfo', 'accepted', keyInfo('<KeyName>x</KeyName>')),
  row('the prefix ds', 'accepted', signed({ signaturePrefix: 'ds', signed: 'both' })),
  row(
    'another name ID under the signature',
    'signature_invalid',
    altered('>B.Simon@acme.example</NameID>', '>admin@acme.example</NameID>', {
      upn: 'B.Simon@acme.example',
    }),
  ),
  row(
    'one group more under the signature',
    'signature_invalid',
    altered(/(?<=<Attribute Name="Groups">)/, '<AttributeValue>administrators</AttributeValue>'),
    'CVE-2025-46572',
  ),
  row(
    'a second attribute statement under the signature',
    'signature_invalid',
    altered(
      '<AttributeStatement>',
      '<AttributeStatement><Attribute Name="Groups"><AttributeValue>administrators</AttributeValue></Attribute></AttributeStatement><AttributeStatement>',
    ),
    'CVE-2025-46572',
  ),
  row(
    'a key value of one’s own in KeyInfo',
    'signature_invalid',
    (context) => {
      const { n = '', e = '' } = createPublicKey(context.strangerKey.privateKey).export({
        format: 'jwk',
      });
      const [modulus, exponent] = [n, e].map((part) =>
        Buffer.from(part, 'base64url').toString('base64'),
      );
      const value = `<KeyValue><RSAKeyValue><Modulus>${modulus ?? ''}</Modulus><Exponent>${exponent ?? ''}</Exponent></RSAKeyValue></KeyValue>`;
      return swap(
        genuine(context, { key: context.strangerKey, keyInfoCertificates: [] }),
        '</Signature>',
        `<KeyInfo>${value}</KeyInfo></Signature>`,
      );
    },
    'CVE-2024-32962',
    'CVE-2026-18089',
  ),
  row('another InResponseTo in a signed response', 'signature_invalid', (context) =>
    swap(
      genuine(context, { signed: 'response' }),
      / InResponseTo="[^"]*"/,
      ' InResponseTo="_other"',
    ),
  ),
  row(
    'a good response signature around a bad assertion signature',
    'signature_invalid',
    signed({
      signed: 'both',
      editResponse: (xml) => xml.replace(/<SignatureValue>..../, '<SignatureValue>AAAA'),
    }),
  ),
  row(
    'a good assertion signature inside a bad response signature',
    'signature_invalid',
    (context) =>
      swap(genuine(context, { signed: 'both' }), /<SignatureValue>..../, '<SignatureValue>AAAA'),
  ),
  row(
    'a signature value of zeros',
    'signature_invalid',
    altered(/(?<=<SignatureValue>)[^<]*/, Buffer.alloc(256).toString('base64')),
  ),
  row('an empty signature value', 'signature_malformed', altered(/(?<=<SignatureValue>)[^<]*/, '')),
  row('a signature value broken into lines by Java on Windows', 'accepted', (context) =>
    genuine(context).replace(/(?<=<SignatureValue>)[^<]*/, (value) =>
      value.replace(/.{76}/g, '$&&#13;\n'),
    ),
  ),
  row('a signature value broken into lines', 'accepted', (context) =>
    genuine(context).replace(/(?<=<SignatureValue>)[^<]*/, (value) =>
      value.replace(/.{64}/g, '$&\n'),
    ),
  ),
  place('two signatures in the assertion', 'signature_not_unique', (context) => {
    const xml = genuine(context);
    const signature = /<Signature .*<\/Signature>/s.exec(xml)?.[0] ?? '';
    return swap(xml, signature, signature + signature);
  }),
  place('the signature before the issuer', 'signature_misplaced', (context) =>
    moved(genuine(context), /(?<=<Assertion [^>]*>)/),
  ),
  place('the signature at the end of the assertion', 'signature_misplaced', (context) =>
    moved(genuine(context), /(?=<\/Assertion>)/),
  ),
  place('the signature in the subject', 'signature_misplaced', (context) =>
    moved(genuine(context), /(?<=<Subject>)/),
  ),
  place(
    'the assertion’s signature in the Response',
    'signature_reference_foreign',
    (context) => moved(genuine(context), /(?=<samlp:Status>)/),
    'CVE-2024-8698',
  ),
  place('the signature in Extensions', 'signature_misplaced', (context) =>
    moved(
      genuine(context, { extensions: '<samlp:Extensions></samlp:Extensions>' }),
      /(?<=<samlp:Extensions>)/,
    ),
  ),
  row(
    'an Object in the signature',
    'signature_malformed',
    altered('</Signature>', '<Object>x</Object></Signature>'),
  ),
  row(
    'a RetrievalMethod in KeyInfo',
    'signature_malformed',
    keyInfo('<RetrievalMethod URI="https://evil.example/"></RetrievalMethod>'),
  ),
  row(
    'a SignatureMethod in KeyInfo',
    'signature_malformed',
    keyInfo('<SignatureMethod Algorithm="x"></SignatureMethod>'),
  ),
  row(
    'KeyInfo before SignedInfo',
    'signature_malformed',
    altered('<SignedInfo>', '<KeyInfo></KeyInfo><SignedInfo>'),
  ),
  row(
    'text between the parts of a signature',
    'signature_malformed',
    altered('<SignatureValue>', 'x<SignatureValue>'),
  ),
];

/** The signature taken from its place and put where `to` matches. */
function moved(xml: string, to: RegExp): string {
  const signature = /<Signature .*<\/Signature>/s.exec(xml)?.[0] ?? '';
  return xml.replace(signature, '').replace(to, () => signature);
}
