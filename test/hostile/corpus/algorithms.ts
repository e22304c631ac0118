import { createHmac } from 'node:crypto';
import { DSIG, EXCLUSIVE_C14N } from '../../support/saml/signature.js';
import { family, genuine, signed, swap, type Build, type HostileCase } from './case.js';
import { FIRST_TRANSFORM, SECOND_TRANSFORM, signedInfo, transform } from './signed-info.js';

const row = family('algorithms and references');

const STYLE_SHEET = '<stylesheet xmlns="http://www.w3.org/1999/XSL/Transform"></stylesheet>';

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

const FOREIGN_REFERENCES: readonly [name: string, uri: string][] = [
  ['nothing: the whole document', ''],
  ['another element', '#_0b6f1a52-7c1e-4f0e-9a55-2f4f3f0a7d11'],
  ['no element', '#_nowhere'],
  ['an XPointer', "#xpointer(id('_a81d4c90-35c2-4d0b-bb1e-6f0e7c2d9f00'))"],
  ['another document', 'https://evil.example/assertion.xml'],
];

export const algorithmCases: readonly HostileCase[] = [
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
    signedInfo(SECOND_TRANSFORM, transform(EXCLUSIVE_C14N, STYLE_SHEET)),
  ),
  ...FOREIGN_REFERENCES.map(([name, uri]) =>
    row(
      `a reference to ${name}`,
      'signature_reference_foreign',
      signedInfo(/URI="[^"]*"/, `URI="${uri}"`),
    ),
  ),
  row('a reference without URI', 'signature_reference_foreign', signedInfo(/ URI="[^"]*"/, '')),
];
