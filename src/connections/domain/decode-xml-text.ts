import { MetadataRefused, quoted } from './metadata-problems.js';

/** Encodings that metadata files were seen in; ISO-8859-1 is read as windows-1252, as browsers do. */
const READABLE = /^(utf-?8|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d)$/i;

const XML_DECLARATION = /^<\?xml\s[^>]*?\?>/;

/**
 * Bytes to text, without BOM, XML declaration and outer blanks, so that one decoder answers for the characters and
 * the XML parser only ever sees text. A byte order mark wins over the declaration (XML 1.0 appendix F); a file that
 * calls itself UTF-16 in plain ASCII (.NET writes such) is UTF-8.
 */
export function decodeXmlText(bytes: Uint8Array): string {
  return decode(bytes, findEncoding(bytes)).trim().replace(XML_DECLARATION, '').trim();
}

function findEncoding(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  if (first === 0xef && second === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']{1,40})["']/.exec(start)?.[1];
  if (declared === undefined || /^utf-?16/i.test(declared)) return 'utf-8';
  if (!READABLE.test(declared)) {
    throw new MetadataRefused('metadata_encoding_unreadable', quoted(declared));
  }
  return declared;
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    if (!looksLikeMarkup(bytes)) throw new MetadataRefused('metadata_not_xml');
    throw new MetadataRefused('metadata_encoding_unreadable', encoding.toUpperCase());
  }
}

function looksLikeMarkup(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*</.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'));
}
