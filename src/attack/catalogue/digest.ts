import { DSIG } from '../forge/signature.js';
import { altered, family, genuine, swap, type HostileCase } from './case.js';
import { forgedUnderSignature } from './forgery.js';
import { signedInfo } from './signed-info.js';

const row = family('digest and SignedInfo');

const FOREIGN_REFERENCES: readonly [name: string, uri: string][] = [
  ['nothing: the whole document', ''],
  ['another element', '#_signed-response'],
  ['no element', '#_nowhere'],
  ['an XPointer', "#xpointer(id('_signed-assertion'))"],
  ['another document', 'https://evil.example/assertion.xml'],
];
const NAMED = { responseId: '_signed-response', assertionId: '_signed-assertion' };

export const digestCases: readonly HostileCase[] = [
  row(
    'the administrator under the genuine signature',
    'signature_invalid',
    (context) => forgedUnderSignature(context).xml,
  ),
  row('the administrator, and the digest to match', 'signature_invalid', (context) => {
    const { xml, genuineDigest, forgedDigest } = forgedUnderSignature(context);
    return swap(xml, genuineDigest, forgedDigest);
  }),
  row(
    'the forged digest in a comment before the genuine one',
    'comment_forbidden',
    (context) => {
      const { xml, genuineDigest, forgedDigest } = forgedUnderSignature(context);
      return swap(xml, genuineDigest, `<!--${forgedDigest}-->${genuineDigest}`);
    },
    'CVE-2025-29775',
  ),
  row(
    'the forged digest before a comment and the genuine one',
    'comment_forbidden',
    (context) => {
      const { xml, genuineDigest, forgedDigest } = forgedUnderSignature(context);
      return swap(xml, genuineDigest, `${forgedDigest}<!---->${genuineDigest}`);
    },
    'CVE-2025-29775',
  ),
  row(
    'the forged digest in CDATA',
    'cdata_forbidden',
    (context) => {
      const { xml, genuineDigest, forgedDigest } = forgedUnderSignature(context);
      return swap(xml, genuineDigest, `<![CDATA[${forgedDigest}]]>${genuineDigest}`);
    },
    'CVE-2025-29775',
  ),
  ...(['before', 'behind'] as const).map((place) =>
    row(
      `a second SignedInfo with the forged digest, ${place} the signed one`,
      'signature_not_unique',
      (context) => {
        const { xml, signedInfo: own, genuineDigest, forgedDigest } = forgedUnderSignature(context);
        const forged = swap(own, genuineDigest, forgedDigest);
        return swap(xml, own, place === 'before' ? forged + own : own + forged);
      },
      'CVE-2025-29774',
    ),
  ),
  row(
    'a SignedInfo with the forged digest inside the signed one',
    'signature_malformed',
    (context) => {
      const { xml, signedInfo: own, genuineDigest, forgedDigest } = forgedUnderSignature(context);
      const forged = swap(own, genuineDigest, forgedDigest);
      return swap(xml, own, own.replace('</SignedInfo>', `${forged}</SignedInfo>`));
    },
    'CVE-2025-29774',
  ),
  ...(
    [
      ['Extensions', 'Extensions', '<samlp:Status>', 'signature_misplaced'],
      ['the StatusDetail', 'StatusDetail', '</samlp:Status>', 'signature_misplaced'],
    ] as const
  ).map(([where, element, before, expected]) =>
    row(
      `the forged digest in ${where}`,
      expected,
      (context) => {
        const { xml, forgedDigest } = forgedUnderSignature(context);
        const smuggled = `<DigestValue xmlns="${DSIG}">${forgedDigest}</DigestValue>`;
        return swap(xml, before, `<samlp:${element}>${smuggled}</samlp:${element}>${before}`);
      },
      'CVE-2024-45409',
    ),
  ),
  row(
    'the forged digest in an Object of the signature',
    'signature_malformed',
    (context) => {
      const { xml, forgedDigest } = forgedUnderSignature(context);
      const smuggled = `<Object><DigestValue>${forgedDigest}</DigestValue></Object>`;
      return swap(xml, '</Signature>', `${smuggled}</Signature>`);
    },
    'CVE-2024-45409',
  ),
  row(
    'two digest values, the forged one first',
    'signature_malformed',
    (context) => {
      const { xml, genuineDigest, forgedDigest } = forgedUnderSignature(context);
      const [own, forged] = [genuineDigest, forgedDigest].map(
        (value) => `<DigestValue>${value}</DigestValue>`,
      );
      return swap(xml, own ?? '', `${forged ?? ''}${own ?? ''}`);
    },
    'CVE-2024-45409',
  ),
  row('two references, the forged one first', 'signature_not_unique', (context) => {
    const { xml, genuineDigest, forgedDigest } = forgedUnderSignature(context);
    const [reference = ''] = /<Reference .*<\/Reference>/s.exec(xml) ?? [];
    return swap(xml, reference, swap(reference, genuineDigest, forgedDigest) + reference);
  }),
  row(
    'two references, as signed',
    'signature_not_unique',
    signedInfo(
      /<Reference.*<\/Reference>/,
      '<Reference URI="#_x"></Reference><Reference URI="#_y"></Reference>',
    ),
  ),
  row('no reference', 'signature_malformed', signedInfo(/<Reference.*<\/Reference>/, '')),
  row(
    'an empty SignedInfo before the signed one',
    'signature_not_unique',
    altered('<SignedInfo>', '<SignedInfo></SignedInfo><SignedInfo>'),
    'CVE-2025-29774',
  ),
  row(
    'a second SignedInfo at the end',
    'signature_not_unique',
    altered('</Signature>', '<SignedInfo></SignedInfo></Signature>'),
    'CVE-2025-29774',
  ),
  row(
    'an element in the digest value',
    'signature_malformed',
    altered('</DigestValue>', '<x/></DigestValue>'),
  ),
  row(
    'a digest of the wrong length',
    'signature_malformed',
    signedInfo(/(?<=<DigestValue>)[^<]*/, 'AAAA'),
  ),
  row('an empty digest', 'signature_malformed', signedInfo(/(?<=<DigestValue>)[^<]*/, '')),
  row(
    'a SignedInfo outside of any signature',
    'signature_misplaced',
    altered('</Subject>', `<SignedInfo xmlns="${DSIG}"/></Subject>`),
  ),
  row(
    'a SignedInfo of another namespace',
    'signature_malformed',
    altered('<SignedInfo>', '<SignedInfo xmlns="urn:x">'),
  ),
  row('an ID on the KeyInfo', 'accepted', (context) =>
    swap(genuine(context), '<KeyInfo>', '<KeyInfo Id="_key">'),
  ),
  ...FOREIGN_REFERENCES.map(([name, uri]) =>
    row(
      `a reference to ${name}`,
      'signature_reference_foreign',
      signedInfo(/URI="[^"]*"/, `URI="${uri}"`, NAMED),
    ),
  ),
  row('a reference without URI', 'signature_reference_foreign', signedInfo(/ URI="[^"]*"/, '')),
];
