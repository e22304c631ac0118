import { createHash } from 'node:crypto';
import { EXCLUSIVE_C14N } from '../forge/signature.js';
import { ASSERTION, PROTOCOL } from '../forge/names.js';
import { altered, family, genuine, signed, swap, type Build, type HostileCase } from './case.js';
import { partsOf, somebodyElse } from './forgery.js';
import { SECOND_TRANSFORM, signedInfo, transform } from './signed-info.js';

const row = family('canonicalisation and comments');

/** Behind the first characters of the name ID: where text would be cut in two. */
const insideNameId = (markup: string): Build => altered(/(?<=<NameID[^>]*>..)/, markup);

/** The IdP knows somebody by a long name; what stands before the markup is the administrator's. */
const cutName = (markup: string): Build =>
  altered(/(?<=<NameID[^>]*>admin@acme\.example)/, markup, {
    upn: 'admin@acme.example.evil.example',
  });

const WITH_PREFIX_LIST = transform(
  EXCLUSIVE_C14N,
  `<InclusiveNamespaces xmlns="${EXCLUSIVE_C14N}" PrefixList="xs samlp"></InclusiveNamespaces>`,
);
const EMPTY_DIGEST = createHash('sha256').update('').digest('base64');

/** A message of the IdP whose digest is that of nothing, as it signs where its own canonicalisation has failed. */
const voidOf =
  (declaration: string): Build =>
  (context) => {
    const { xml, assertion } = partsOf(context, 'assertion', {
      editSignedInfo: (info) => swap(info, /(?<=<DigestValue>)[^<]*/, EMPTY_DIGEST),
    });
    const evil = somebodyElse(assertion);
    return swap(xml, assertion, swap(evil, '<Assertion ', `<Assertion ${declaration} `));
  };

export const commentCases: readonly HostileCase[] = [
  row(
    'a comment in the name ID',
    'comment_forbidden',
    insideNameId('<!---->'),
    ...(['CVE-2017-11427', 'CVE-2017-11428', 'CVE-2017-11429', 'CVE-2017-11430'] as const),
    ...(['CVE-2018-0489', 'CVE-2018-7340', 'CVE-2018-20857', 'CVE-2026-57580'] as const),
  ),
  row(
    'a comment that leaves the administrator of a longer name',
    'comment_forbidden',
    cutName('<!---->'),
    ...(['CVE-2017-11428', 'CVE-2018-20857', 'CVE-2025-54369', 'CVE-2025-54419'] as const),
  ),
  row(
    'a processing instruction that leaves the administrator',
    'processing_instruction_forbidden',
    cutName('<?x?>'),
    ...(['CVE-2026-41675', 'CVE-2025-54369', 'CVE-2025-54419'] as const),
  ),
  row('CDATA that leaves the administrator', 'cdata_forbidden', cutName('<![CDATA[]]>')),
  row(
    'a comment in an attribute value',
    'comment_forbidden',
    altered('</AttributeValue>', '<!--x--></AttributeValue>'),
    'CVE-2018-7340',
  ),
  row(
    'a comment in the stable identifier',
    'comment_forbidden',
    altered(/(?<=objectidentifier"><AttributeValue>.{8})/, '<!--x-->'),
    'CVE-2017-11427',
    'CVE-2026-57580',
  ),
  row(
    'a comment in the audience',
    'comment_forbidden',
    altered('</Audience>', '<!--x--></Audience>'),
  ),
  row('a comment in the issuer', 'comment_forbidden', altered('</Issuer>', '<!--x--></Issuer>')),
  row(
    'a comment that would become markup when written again',
    'comment_forbidden',
    insideNameId('<!-- --!> <Assertion/> -->'),
    'CVE-2026-41672',
  ),
  row(
    'a comment before the message',
    'comment_forbidden',
    (context) => `<!--x-->${genuine(context)}`,
  ),
  row(
    'a comment behind the message',
    'comment_forbidden',
    (context) => `${genuine(context)}<!--x-->`,
  ),
  row(
    'a processing instruction in the name ID',
    'processing_instruction_forbidden',
    insideNameId('<?x y?>'),
    'CVE-2026-41675',
  ),
  row(
    'a style sheet',
    'processing_instruction_forbidden',
    (context) => `<?xml-stylesheet href="x"?>${genuine(context)}`,
  ),
  row(
    'a second XML declaration',
    'processing_instruction_forbidden',
    insideNameId('<?xml version="1.0"?>'),
  ),
  row('CDATA in the name ID', 'cdata_forbidden', insideNameId('<![CDATA[x]]>')),
  row(
    'CDATA that would become markup when written again',
    'cdata_forbidden',
    insideNameId('<![CDATA[<x>]]]]><![CDATA[>]]>'),
    'CVE-2026-34601',
  ),
  row(
    'CDATA around a group',
    'cdata_forbidden',
    altered(/(?<=<Attribute Name="Groups"><AttributeValue>)/, '<![CDATA[admin]]>'),
  ),
  row(
    'a namespace name that is a relative URI, which has no canonical form',
    'canonicalization_failed',
    altered('<samlp:Response ', '<samlp:Response xmlns:x="relative" '),
    'CVE-2025-66475',
    'CVE-2025-66568',
  ),
  row(
    'a relative namespace, and the digest of nothing',
    'canonicalization_failed',
    voidOf('xmlns:x="1"'),
    'CVE-2025-66475',
    'CVE-2025-66568',
  ),
  row('the digest of nothing', 'signature_invalid', voidOf('xmlns:x="urn:x"'), 'CVE-2025-66568'),
  row(
    'the digest of nothing over a namespace that is no URI',
    'canonicalization_failed',
    voidOf('xmlns:x="http://[::1"'),
    'CVE-2025-66568',
  ),
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
  row('single quotes, blanks in tags, other attribute order', 'accepted', (context) =>
    swap(
      swap(genuine(context), /<AttributeStatement>/, '<AttributeStatement\n >'),
      /<Audience>/,
      '<Audience\t>',
    ).replace(/ Version="2\.0"><Issuer>/, "  Version\n=\r\n'2.0' ><Issuer>"),
  ),
  row('empty elements written short', 'accepted', (context) =>
    genuine(context).replace(/<([A-Za-z:]+)([^<>]*)><\/\1>/g, '<$1$2/>'),
  ),
  row(
    'indentation by Windows, outside of what is signed',
    'accepted',
    altered('<samlp:Status>', '\r\n  <samlp:Status>'),
  ),
  row(
    'an unused namespace declaration',
    'accepted',
    altered('<samlp:Response ', `<samlp:Response xmlns:saml="${ASSERTION}" `),
  ),
  row('an unused declaration on the signed assertion', 'accepted', (context) =>
    swap(genuine(context), '<Assertion ', '<Assertion xmlns:unused="urn:unused" '),
  ),
  row(
    'another text of the same look',
    'signature_invalid',
    altered('>B.Simon@', '>B\u200b.Simon@'),
  ),
  row(
    'a composed letter for a decomposed one',
    'signature_invalid',
    altered('Zoe\u0308', 'Zo\u00eb', { displayName: 'Zoe\u0308' }),
  ),
  row('a decomposed letter, as signed', 'accepted', signed({ displayName: 'Zoe\u0308' })),
  row(
    'a blank more in a signed value',
    'signature_invalid',
    altered('Britta Simon', 'Britta  Simon'),
  ),
];
