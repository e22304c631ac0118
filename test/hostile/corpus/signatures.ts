import { aForeignKey, PROTOCOL } from '../../support/saml/index.js';
import { DSIG, EXCLUSIVE_C14N } from '../../support/saml/signature.js';
import { altered, family, genuine, signed, swap, type Build, type HostileCase } from './case.js';
import { SECOND_TRANSFORM, signedInfo, transform } from './signed-info.js';

const row = family('signature');

const WITH_PREFIX_LIST = transform(
  EXCLUSIVE_C14N,
  `<InclusiveNamespaces xmlns="${EXCLUSIVE_C14N}" PrefixList="xs samlp"></InclusiveNamespaces>`,
);

const keyInfo = (inside: string): Build => altered('<KeyInfo>', `<KeyInfo>${inside}`);

export const signatureCases: readonly HostileCase[] = [
  row('nothing signed', 'signature_missing', signed({ signed: 'none' })),
  row('the signature taken out', 'signature_missing', altered(/<Signature .*<\/Signature>/s, '')),
  row('the response signed, not the assertion', 'accepted', signed({ signed: 'response' })),
  row('both signed', 'accepted', signed({ signed: 'both' })),
  row(
    'a key of one’s own, with its certificate inside (CVE-2024-32962)',
    'signature_invalid',
    signed({ key: aForeignKey() }),
  ),
  row('a key of one’s own under the IdP’s certificate', 'signature_invalid', (context) =>
    genuine(context, { key: aForeignKey(), keyInfoCertificates: [context.key.certificateBase64] }),
  ),
  row(
    'the IdP’s key, another certificate inside',
    'accepted',
    signed({
      keyInfoCertificates: [aForeignKey().certificateBase64],
    }),
  ),
  row('no KeyInfo', 'accepted', signed({ keyInfoCertificates: [] })),
  row('two certificates in KeyInfo', 'accepted', (context) =>
    genuine(context, {
      keyInfoCertificates: [aForeignKey().certificateBase64, context.key.certificateBase64],
    }),
  ),
  row('a key name and a serial number in KeyInfo', 'accepted', keyInfo('<KeyName>x</KeyName>')),
  row('the prefix ds', 'accepted', signed({ signaturePrefix: 'ds', signed: 'both' })),
  row('RSA-SHA512', 'accepted', signed({ algorithm: 'rsa-sha512', digest: 'sha512' })),
  row(
    'a PrefixList, its prefix declared on the assertion',
    'accepted',
    signedInfo(SECOND_TRANSFORM, WITH_PREFIX_LIST, {
      editAssertion: (xml) => swap(xml, ' ID=', ` xmlns:samlp="${PROTOCOL}" ID=`),
    }),
  ),
  row(
    'a prefix of the PrefixList bound otherwise than it was signed',
    'signature_invalid',
    signedInfo(SECOND_TRANSFORM, WITH_PREFIX_LIST),
  ),
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
  row(
    'two references',
    'signature_not_unique',
    signedInfo(
      /<Reference.*<\/Reference>/,
      '<Reference URI="#_x"></Reference><Reference URI="#_y"></Reference>',
    ),
  ),
  row(
    'two SignedInfo (CVE-2025-29774)',
    'signature_not_unique',
    altered('<SignedInfo>', '<SignedInfo></SignedInfo><SignedInfo>'),
  ),
  row(
    'a second SignedInfo at the end',
    'signature_not_unique',
    altered('</Signature>', '<SignedInfo></SignedInfo></Signature>'),
  ),
  row('two signatures in the assertion', 'signature_not_unique', (context) => {
    const xml = genuine(context);
    const signature = /<Signature .*<\/Signature>/s.exec(xml)?.[0] ?? '';
    return swap(xml, signature, signature + signature);
  }),
  row('the signature before the issuer', 'signature_misplaced', (context) =>
    moved(genuine(context), /(?<=<Assertion [^>]*>)/),
  ),
  row('the signature at the end of the assertion', 'signature_misplaced', (context) =>
    moved(genuine(context), /(?=<\/Assertion>)/),
  ),
  row('the signature in the subject', 'signature_misplaced', (context) =>
    moved(genuine(context), /(?<=<Subject>)/),
  ),
  row('the assertion’s signature in the Response', 'signature_reference_foreign', (context) =>
    moved(genuine(context), /(?=<samlp:Status>)/),
  ),
  row('the signature in Extensions', 'signature_misplaced', (context) =>
    moved(
      genuine(context, { extensions: '<samlp:Extensions></samlp:Extensions>' }),
      /(?<=<samlp:Extensions>)/,
    ),
  ),
  row(
    'a SignedInfo outside of any signature',
    'signature_misplaced',
    altered('</Subject>', `<SignedInfo xmlns="${DSIG}"/></Subject>`),
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
    'an element in the digest value',
    'signature_malformed',
    altered('</DigestValue>', '<x/></DigestValue>'),
  ),
  row(
    'two digest values',
    'signature_malformed',
    altered('</DigestValue>', '</DigestValue><DigestValue>AAAA</DigestValue>'),
  ),
  row(
    'a digest of the wrong length',
    'signature_malformed',
    signedInfo(/(?<=<DigestValue>)[^<]*/, 'AAAA'),
  ),
  row(
    'text between the parts of a signature',
    'signature_malformed',
    altered('<SignatureValue>', 'x<SignatureValue>'),
  ),
  row(
    'a SignedInfo of another namespace',
    'signature_malformed',
    altered('<SignedInfo>', '<SignedInfo xmlns="urn:x">'),
  ),
];

/** The signature taken from its place and put where `to` matches. */
function moved(xml: string, to: RegExp): string {
  const signature = /<Signature .*<\/Signature>/s.exec(xml)?.[0] ?? '';
  return xml.replace(signature, '').replace(to, () => signature);
}
