import {
  family,
  form,
  genuine,
  altered,
  type AttackContext,
  type Build,
  type HostileCase,
} from './case.js';

const row = family('encoding');

/** The genuine message with `marker` bytes in place of the B of B.Simon, or as the whole of what `encode` makes of it. */
function bytes(encode: (xml: string) => Buffer): Build {
  return (context: AttackContext) =>
    form(`SAMLResponse=${encodeURIComponent(encode(genuine(context)).toString('base64'))}`);
}

function insideName(...inserted: number[]): Build {
  return bytes((xml) => {
    const position = xml.indexOf('</NameID>');
    return Buffer.concat([
      Buffer.from(xml.slice(0, position)),
      Buffer.from(inserted),
      Buffer.from(xml.slice(position)),
    ]);
  });
}

export const encodingCases: readonly HostileCase[] = [
  row(
    'a byte order mark',
    'accepted',
    bytes((xml) => Buffer.from(`\uFEFF${xml}`)),
  ),
  row(
    'two byte order marks',
    'xml_malformed',
    bytes((xml) => Buffer.from(`\uFEFF\uFEFF${xml}`)),
  ),
  row(
    'UTF-16',
    'encoding_malformed',
    bytes((xml) => Buffer.from(`\uFEFF${xml}`, 'utf16le')),
  ),
  row('an overlong less-than sign', 'encoding_malformed', insideName(0xc0, 0xbc)),
  row('an encoded surrogate', 'encoding_malformed', insideName(0xed, 0xa0, 0x80)),
  row('a byte of Latin-1', 'encoding_malformed', insideName(0xe9)),
  row('a character cut short', 'encoding_malformed', insideName(0xf0, 0x9f, 0x98)),
  row(
    'an XML declaration in UTF-8',
    'accepted',
    (context) => `<?xml version="1.0" encoding="UTF-8" standalone='yes'?>\r\n${genuine(context)}`,
  ),
  row(
    'a declaration of Latin-1',
    'encoding_malformed',
    (context) => `<?xml version="1.0" encoding="ISO-8859-1"?>${genuine(context)}`,
  ),
  row(
    'a declaration of UTF-7',
    'encoding_malformed',
    (context) => `<?xml version="1.0" encoding="UTF-7"?>${genuine(context)}`,
  ),
  row(
    'a declaration of XML 1.1',
    'xml_malformed',
    (context) => `<?xml version="1.1"?>${genuine(context)}`,
  ),
  row('names outside ASCII, in values', 'accepted', (context) =>
    genuine(context, { displayName: 'Βρίττα “Simon” 西蒙 🙂 & <Söhne>' }),
  ),
  row('a NUL', 'character_forbidden', insideName(0)),
  row('a control character', 'character_forbidden', insideName(0x0b)),
  row(
    'a next-line character, which XML 1.1 and 1.0 read differently',
    'character_forbidden',
    insideName(0xc2, 0x85),
  ),
  row(
    'a line separator, which xmldom turns into a line feed',
    'character_forbidden',
    insideName(0xe2, 0x80, 0xa8),
  ),
  row(
    'a line separator by reference',
    'character_forbidden',
    altered('</NameID>', '&#x2028;</NameID>'),
  ),
  row('U+FFFE', 'character_forbidden', insideName(0xef, 0xbf, 0xbe)),
  row('a reference to NUL', 'character_forbidden', altered('</NameID>', '&#0;</NameID>')),
  row(
    'a reference to a surrogate',
    'character_forbidden',
    altered('</NameID>', '&#xD800;</NameID>'),
  ),
  row(
    'a reference beyond Unicode',
    'character_forbidden',
    altered('</NameID>', '&#x110000;</NameID>'),
  ),
];
