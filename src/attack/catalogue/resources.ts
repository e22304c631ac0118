import { deflateRawSync } from 'node:zlib';
import { family, form, genuine, signed, swap, type HostileCase } from './case.js';
import { SECOND_TRANSFORM, signedInfo } from './signed-info.js';

const row = family('resource exhaustion');

const nested = (depth: number): string => '<x>'.repeat(depth) + '</x>'.repeat(depth);
const extensions = (inside: string) => ({
  extensions: `<samlp:Extensions>${inside}</samlp:Extensions>`,
});
const attributes = (count: number, length = 0): string =>
  Array.from({ length: count }, (_, i) => ` a${String(i)}="${'x'.repeat(length)}"`).join('');

/** As much as fits into the largest message that is read at all. */
const FILL = 200_000;

export const resourceCases: readonly HostileCase[] = [
  row('depth 41', 'xml_too_complex', (context) => genuine(context, extensions(nested(39)))),
  row('depth 40', 'accepted', (context) =>
    genuine(context, extensions(`<x xmlns="">${nested(37)}</x>`)),
  ),
  row(
    'depth 10,000',
    'xml_too_complex',
    (context) => genuine(context, extensions(nested(10_000))),
    'CVE-2026-41673',
  ),
  row(
    '6,000 elements',
    'xml_too_complex',
    (context) => genuine(context, extensions('<x></x>'.repeat(6000))),
    'CVE-2021-39171',
  ),
  row('elements that are only opened', 'xml_too_complex', () => '<x>'.repeat(FILL / 3)),
  row('elements of nothing, 200 KB of them', 'xml_too_complex', (context) =>
    genuine(context, extensions('<x/>'.repeat(FILL / 4))),
  ),
  row('65 attributes', 'xml_too_complex', (context) =>
    genuine(context, extensions(`<x${attributes(65)}></x>`)),
  ),
  row('200 KB of attributes, 60 to an element', 'xml_too_complex', (context) =>
    genuine(context, extensions(`<x${attributes(60)}/>`.repeat(FILL / 450))),
  ),
  row('200 KB of namespace declarations', 'xml_too_complex', (context) =>
    genuine(
      context,
      extensions(
        `<x${Array.from({ length: 60 }, (_, i) => ` xmlns:a${String(i)}="urn:x"`).join('')}/>`.repeat(
          FILL / 1200,
        ),
      ),
    ),
  ),
  row('a name of 129 characters', 'xml_too_complex', (context) =>
    genuine(context, extensions(`<${'x'.repeat(129)}/>`)),
  ),
  row('a name of 200 KB', 'xml_too_complex', (context) =>
    genuine(context, extensions(`<${'x'.repeat(FILL)}/>`)),
  ),
  row('an attribute of 5,000 characters', 'xml_too_complex', (context) =>
    genuine(context, extensions(`<x a="${'x'.repeat(5000)}"/>`)),
  ),
  row('200 KB of blanks in a tag that never ends', 'xml_malformed', (context) =>
    swap(genuine(context), ' Version="2.0"', ` Version="2.0"${' '.repeat(FILL)}=`),
  ),
  row('200 KB of ampersands', 'xml_too_complex', (context) =>
    swap(genuine(context), '</NameID>', `${'&'.repeat(FILL)}</NameID>`),
  ),
  row('200 KB of references', 'xml_too_complex', (context) =>
    swap(genuine(context), '</NameID>', `${'&#65;'.repeat(FILL / 5)}</NameID>`),
  ),
  row('4,000 references in signed values', 'accepted', (context) =>
    swap(genuine(context, { groups: ['A'.repeat(4000)] }), 'A'.repeat(4000), '&#65;'.repeat(4000)),
  ),
  row('200 KB of text in a name ID', 'signature_invalid', (context) =>
    swap(genuine(context), '</NameID>', `${'A'.repeat(FILL)}</NameID>`),
  ),
  row('200 KB of less-than signs', 'xml_malformed', () => '<'.repeat(FILL)),
  row('200 KB of end tags', 'xml_malformed', () => '</x>'.repeat(FILL / 4)),
  row(
    'a hundred transforms',
    'signature_malformed',
    signedInfo(SECOND_TRANSFORM, SECOND_TRANSFORM.repeat(100)),
    'CVE-2021-39171',
  ),
  row('a signature value of 200 KB', 'signature_invalid', (context) =>
    swap(genuine(context), /(?<=<SignatureValue>)[^<]*/, 'A'.repeat(FILL)),
  ),
  row('a hundred certificates in KeyInfo', 'signature_invalid', (context) =>
    genuine(context, {
      key: context.strangerKey,
      keyInfoCertificates: Array.from({ length: 100 }, () => context.key.certificateBase64),
    }),
  ),
  row(
    'a response of the smallest kind',
    'id_missing',
    () => '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" Version="2.0"/>',
    'GO-2026-6909',
  ),
  row(
    'a response without anything in it',
    'response_malformed',
    () => '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0"/>',
    'GO-2026-6909',
  ),
  row('a message of 300 KiB', 'message_too_large', (context) =>
    form(
      `SAMLResponse=${encodeURIComponent(
        Buffer.from(genuine(context) + ' '.repeat(300 * 1024)).toString('base64'),
      )}`,
    ),
  ),
  row(
    'a deflate bomb, which nobody inflates here',
    'encoding_malformed',
    () =>
      form(
        `SAMLResponse=${encodeURIComponent(
          deflateRawSync(Buffer.alloc(50_000_000, 'a'), { level: 9 }).toString('base64'),
        )}`,
      ),
    'GO-2023-1664',
    'CVE-2025-25293',
  ),
  row('1,000 groups', 'accepted', (context) =>
    genuine(context, { groups: Array.from({ length: 1000 }, (_, i) => `group-${String(i)}`) }),
  ),
  row(
    '150 groups',
    'accepted',
    signed({ groups: Array.from({ length: 150 }, (_, i) => `g${String(i)}`) }),
  ),
];
