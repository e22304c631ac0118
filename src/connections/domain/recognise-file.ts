import { X509Certificate } from 'node:crypto';
import type { MetadataProblemCode } from './metadata-problems.js';

/** First bytes of files that people send by mistake, as Latin-1 text. */
const SIGNATURES: readonly (readonly [string, MetadataProblemCode])[] = [
  ['\xd0\xcf\x11\xe0', 'metadata_is_office_document'], // Word and Excel before 2007
  ['%PDF', 'metadata_is_office_document'],
  ['{\\rtf', 'metadata_is_office_document'],
  ['\x1f\x8b', 'metadata_is_archive'],
  ['7z\xbc\xaf', 'metadata_is_archive'],
  ['Rar!', 'metadata_is_archive'],
];

/** Names a file by its bytes where it is certainly no XML text, so that the sentence says what it is instead. */
export function recogniseBinary(bytes: Uint8Array): MetadataProblemCode | null {
  const start = latin1(bytes.subarray(0, 16));
  if (start.startsWith('PK\x03\x04')) {
    const names = latin1(bytes);
    return /word\/|xl\/|ppt\//.test(names) ? 'metadata_is_office_document' : 'metadata_is_archive';
  }
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known !== undefined) return known[1];
  return start.startsWith('\x30\x82') && isCertificate(bytes) ? 'metadata_is_certificate' : null;
}

/** Text that is not metadata, by how it starts. The order matters: the special before the general. */
const BEGINNINGS: readonly (readonly [RegExp, MetadataProblemCode])[] = [
  [/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'metadata_is_private_key'],
  [/^(Bag Attributes|-----BEGIN [A-Z0-9 ]*-----)/, 'metadata_is_certificate'],
  [/^MI[IEG][A-Za-z0-9+/=\s]+$/, 'metadata_is_certificate'], // base64 of DER: no PEM lines around it
  [/^This XML file does not appear to have any style/, 'metadata_is_browser_view'],
  [/^<(!doctype\s+html|html|head|body|script|meta)\b/i, 'metadata_is_html'],
  [/^<\?php\b/, 'metadata_is_php'],
  [/^[[{]/, 'metadata_is_json'],
  [/^https?:\/\/\S+$/i, 'metadata_is_url'],
  [/^PD94|^PG1kOk|^PEVudGl0/, 'metadata_is_base64'], // <?x, <md:, <Entit
];

export function recogniseText(text: string): MetadataProblemCode | null {
  if (text === '') return 'metadata_empty';
  const start = withoutLeadingComments(text);
  const known = BEGINNINGS.find(([beginning]) => beginning.test(start));
  if (known !== undefined) return known[1];
  return text.startsWith('<') ? null : 'metadata_not_xml';
}

function withoutLeadingComments(text: string): string {
  let at = 0;
  while (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    if (end === -1) return text;
    at = end + 3;
    while (/\s/.test(text.charAt(at))) at++;
  }
  return text.slice(at);
}

function isCertificate(bytes: Uint8Array): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false; // some other DER: a key store or a chain, named by the general sentence
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
