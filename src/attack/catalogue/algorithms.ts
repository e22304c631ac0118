import { createHmac } from 'node:crypto';
import { DSIG, EXCLUSIVE_C14N } from '../forge/signature.js';
import { type SigningKey } from '../forge/signing-key.js';
import { family, genuine, signed, swap, type Build, type HostileCase } from './case.js';
import { FIRST_TRANSFORM, SECOND_TRANSFORM, signedInfo, transform } from './signed-info.js';

const row = family('algorithms');

const STYLE_SHEET = '<stylesheet xmlns="http://www.w3.org/1999/XSL/Transform"></stylesheet>';

/** The public certificate as the secret of an HMAC. */
const hmac: Build = (context) => {
  const xml = genuine(context, {
    editSignedInfo: (text) => swap(text, /xmldsig-more#rsa-sha256/, 'xmldsig-more#hmac-sha256'),
  });
  const info = /<SignedInfo>.*<\/SignedInfo>/s.exec(xml)?.[0] ?? '';
  const canonical = swap(info, '<SignedInfo>', `<SignedInfo xmlns="${DSIG}">`);
  const value = createHmac('sha256', certificatePem(context.key))
    .update(canonical)
    .digest('base64');
  return swap(xml, /(?<=<SignatureValue>)[^<]*/, value);
};

function certificatePem({ certificateBase64 }: SigningKey): string {
  const lines = certificateBase64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

export const algorithmCases: readonly HostileCase[] = [
  row('RSA-SHA384', 'accepted', signed({ algorithm: 'rsa-sha384', digest: 'sha384' })),
  row('RSA-SHA512', 'accepted', signed({ algorithm: 'rsa-sha512', digest: 'sha512' })),
  row('RSA-SHA256 over a SHA-512 digest', 'accepted', signed({ digest: 'sha512' })),
  row('RSA-SHA1', 'signature_algorithm_forbidden', signed({ algorithm: 'rsa-sha1' })),
  row('a SHA-1 digest', 'signature_algorithm_forbidden', signed({ digest: 'sha1' })),
  row(
    'RSA-MD5',
    'signature_algorithm_forbidden',
    signedInfo('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-md5'),
  ),
  row(
    'HMAC with the certificate as its secret',
    'signature_algorithm_forbidden',
    hmac,
    'GHSA-c27r-x354-4m68',
  ),
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
    'HMAC-SHA256 with nothing as its secret',
    'signature_algorithm_forbidden',
    signedInfo('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'),
    'GHSA-c27r-x354-4m68',
  ),
  row(
    'ECDSA by name, RSA by key',
    'signature_invalid',
    signedInfo('xmldsig-more#rsa-sha256', 'xmldsig-more#ecdsa-sha256'),
    'CVE-2018-7711',
    'CVE-2016-9955',
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
];
