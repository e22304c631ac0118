import { createHmac } from 'node:crypto';
import { aForeignKey, PROTOCOL, type ResponseOptions } from '../../support/saml/index.js';
import { DSIG, ENVELOPED_SIGNATURE, EXCLUSIVE_C14N } from '../../support/saml/signature.js';
import {
  altered,
  family,
  genuine,
  signed,
  swap,
  type Build,
  type Expected,
  type HostileCase,
} from './case.js';

const row = family('signature');

const FIRST_TRANSFORM = `<Transform Algorithm="${ENVELOPED_SIGNATURE}"></Transform>`;
const SECOND_TRANSFORM = `<Transform Algorithm="${EXCLUSIVE_C14N}"></Transform>`;
const PREFIX_LIST = `<InclusiveNamespaces xmlns="${EXCLUSIVE_C14N}" PrefixList="xs samlp"></InclusiveNamespaces>`;

const WITH_PREFIX_LIST = SECOND_TRANSFORM.replace('></Transform>', `>${PREFIX_LIST}</Transform>`);

/** Signed by the IdP with another SignedInfo than a correct one: the signature value itself is good. */
function signedInfo(
  search: string | RegExp,
  replacement: string,
  options: ResponseOptions = {},
): Build {
  return signed({ ...options, editSignedInfo: (xml) => swap(xml, search, replacement) });
}

const transform = (algorithm: string): string => `<Transform Algorithm="${algorithm}"></Transform>`;

/** The trick of GHSA-c27r-x354-4m68: the public certificate as the secret of an HMAC. */
const hmac: Build = (context) => {
  const xml = genuine(context, {
    editSignedInfo: (text) => swap(text, /xmldsig-more#rsa-sha256/, 'xmldsig-more#hmac-sha256'),
  });
  const info = /<SignedInfo>.*<\/SignedInfo>/s.exec(xml)?.[0] ?? '';
  const canonical = swap(info, '<SignedInfo>', `<SignedInfo xmlns="${DSIG}">`);
  const value = createHmac('sha256', context.key.certificatePem).update(canonical).digest('base64');
  return swap(xml, /(?<=<SignatureValue>)[^<]*/, value);
};

const REFERENCES: readonly [name: string, uri: string, expected: Expected][] = [
  ['nothing: the whole document', '', 'signature_reference_foreign'],
  ['another element', '#_0b6f1a52-7c1e-4f0e-9a55-2f4f3f0a7d11', 'signature_reference_foreign'],
  ['no element', '#_nowhere', 'signature_reference_foreign'],
  [
    'an XPointer',
    "#xpointer(id('_a81d4c90-35c2-4d0b-bb1e-6f0e7c2d9f00'))",
    'signature_reference_foreign',
  ],
  ['another document', 'https://evil.example/assertion.xml', 'signature_reference_foreign'],
];

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
  row('a signature value broken into lines', 'accepted', (context) =>
    genuine(context).replace(/(?<=<SignatureValue>)[^<]*/, (value) =>
      value.replace(/.{64}/g, '$&\n'),
    ),
  ),
  row('RSA-SHA1', 'signature_algorithm_forbidden', signed({ algorithm: 'rsa-sha1' })),
  row('a SHA-1 digest', 'signature_algorithm_forbidden', signed({ digest: 'sha1' })),
  row(
    'RSA-MD5',
    'signature_algorithm_forbidden',
    signedInfo('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-md5'),
  ),
  row('HMAC with the certificate as its secret', 'signature_algorithm_forbidden', hmac),
  row(
    'HMAC-SHA1',
    'signature_algorithm_forbidden',
    signedInfo(
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    ),
  ),
  row(
    'no algorithm',
    'signature_algorithm_forbidden',
    signedInfo(/<SignatureMethod Algorithm="[^"]*">/, '<SignatureMethod>'),
  ),
  row(
    'the algorithm none',
    'signature_algorithm_forbidden',
    signedInfo('xmldsig-more#rsa-sha256', 'xmldsig-more#none'),
  ),
  row(
    'RSA-PSS, which is not agreed',
    'signature_algorithm_forbidden',
    signed({ algorithm: 'rsa-pss-sha256' }),
  ),
  row(
    'inclusive C14N of SignedInfo',
    'signature_algorithm_forbidden',
    signedInfo(
      `<CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}">`,
      '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315">',
    ),
  ),
  row(
    'C14N with comments',
    'signature_algorithm_forbidden',
    signedInfo(SECOND_TRANSFORM, transform(`${EXCLUSIVE_C14N}WithComments`)),
  ),
  row(
    'an XSLT transform',
    'signature_algorithm_forbidden',
    signedInfo(SECOND_TRANSFORM, transform('http://www.w3.org/TR/1999/REC-xslt-19991116')),
  ),
  row(
    'an XPath transform',
    'signature_algorithm_forbidden',
    signedInfo(SECOND_TRANSFORM, transform('http://www.w3.org/TR/1999/REC-xpath-19991116')),
  ),
  row(
    'a base64 transform',
    'signature_algorithm_forbidden',
    signedInfo(SECOND_TRANSFORM, transform(`${DSIG}base64`)),
  ),
  row(
    'a hundred transforms (CVE-2021-39171)',
    'signature_malformed',
    signedInfo(SECOND_TRANSFORM, SECOND_TRANSFORM.repeat(100)),
  ),
  row('no canonicalization', 'signature_malformed', signedInfo(SECOND_TRANSFORM, '')),
  row('no enveloped signature transform', 'signature_malformed', signedInfo(FIRST_TRANSFORM, '')),
  row(
    'the transforms the other way round',
    'signature_malformed',
    signedInfo(FIRST_TRANSFORM + SECOND_TRANSFORM, SECOND_TRANSFORM + FIRST_TRANSFORM),
  ),
  row('no transforms', 'signature_malformed', signedInfo(/<Transforms>.*<\/Transforms>/, '')),
  row(
    'a style sheet inside a transform',
    'signature_malformed',
    signedInfo(
      SECOND_TRANSFORM,
      SECOND_TRANSFORM.replace(
        '></Transform>',
        '><stylesheet xmlns="http://www.w3.org/1999/XSL/Transform"></stylesheet></Transform>',
      ),
    ),
  ),
  ...REFERENCES.map(([name, uri, expected]) =>
    row(`a reference to ${name}`, expected, signedInfo(/URI="[^"]*"/, `URI="${uri}"`)),
  ),
  row('a reference without URI', 'signature_reference_foreign', signedInfo(/ URI="[^"]*"/, '')),
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
