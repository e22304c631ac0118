import { ASSERTION, PROTOCOL } from '../forge/names.js';
import { DSIG } from '../forge/signature.js';
import { altered, family, genuine, swap, type Build, type HostileCase } from './case.js';
import { partsOf } from './forgery.js';

const row = family('parser differentials');

const insideNameId = (markup: string): Build => altered(/(?<=<NameID[^>]*>..)/, markup);
const declaration = (text: string) => altered('<samlp:Response ', `<samlp:Response ${text} `);

/** A second assertion, whose signature only some readers see as one. */
const withSignatureTag =
  (tag: string): Build =>
  (context) => {
    const { xml, assertion, signature, evil } = partsOf(context);
    const renamed = signature.replace(/<Signature [^>]*>/, tag);
    return swap(xml, assertion, evil.replace('</Issuer>', `</Issuer>${renamed}`));
  };

export const parserCases: readonly HostileCase[] = [
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
  row('text behind the message', 'xml_malformed', (context) => `${genuine(context)}x`),
  row(
    'two messages',
    'xml_malformed',
    (context) => genuine(context) + genuine(context),
    'CVE-2022-39299',
    'CVE-2022-39353',
  ),
  row(
    'a forged message before the signed one',
    'xml_malformed',
    (context) => {
      const { xml, assertion, evil } = partsOf(context);
      return swap(xml, assertion, evil) + xml;
    },
    'CVE-2022-39299',
    'CVE-2022-39353',
  ),
  row(
    'a forged message behind the signed one',
    'xml_malformed',
    (context) => {
      const { xml, assertion, evil } = partsOf(context);
      return xml + swap(xml, assertion, evil);
    },
    'CVE-2022-39299',
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
  row(
    'a namespace of the signature that the prefix xml declares',
    'xml_malformed',
    withSignatureTag(`<Signature xml:xmlns="${DSIG}" xmlns="urn:x">`),
    'CVE-2025-25292',
    'CVE-2025-66567',
  ),
  row(
    'a signature whose namespace a second declaration takes back',
    'xml_malformed',
    withSignatureTag(`<Signature xmlns="${DSIG}" xmlns="urn:x">`),
    'CVE-2025-25292',
  ),
  row(
    'a signature whose namespace is written by references',
    'namespace_unresolved',
    withSignatureTag(`<Signature xmlns="${DSIG.replace('#', '&#38;#35;')}">`),
    'CVE-2025-25292',
  ),
  row(
    'an ID in no namespace, and another in that of the protocol',
    'signature_reference_foreign',
    (context) => {
      const { xml, assertion } = partsOf(context);
      const [id = ''] = / ID="[^"]*"/.exec(assertion) ?? [];
      const polluted = assertion.replace(id, ` ID="_evil" ${id.trim().replace('ID', 'samlp:ID')}`);
      return swap(xml, assertion, polluted);
    },
    'CVE-2025-66567',
  ),
  row(
    'a destination in the namespace of the protocol beside the own one',
    'accepted',
    altered(' Destination=', ' samlp:Destination="https://evil.example/" Destination='),
  ),
  row(
    'a prefix that is not declared',
    'namespace_unresolved',
    altered('<NameID ', '<NameID evil:x="1" '),
  ),
  row(
    'an element with a prefix that is not declared',
    'namespace_unresolved',
    altered('</NameID>', '<e:x></e:x></NameID>'),
  ),
  row('the prefix xml bound anew', 'namespace_unresolved', declaration(`xmlns:xml="${ASSERTION}"`)),
  row('the prefix xmlns declared', 'namespace_unresolved', declaration('xmlns:xmlns="urn:x"')),
  row(
    'another prefix for the namespace of xml',
    'namespace_unresolved',
    declaration('xmlns:x="http://www.w3.org/XML/1998/namespace"'),
  ),
  row(
    'the namespace of xmlns as the default',
    'namespace_unresolved',
    declaration('xmlns="http://www.w3.org/2000/xmlns/"'),
  ),
  row(
    'the namespace of XHTML, where xmldom takes elements for text',
    'namespace_unresolved',
    declaration('xmlns:h="http://www.w3.org/1999/xhtml"'),
  ),
  row(
    'a prefix undeclared again',
    'namespace_unresolved',
    altered('<NameID ', '<NameID xmlns:samlp="" '),
  ),
  row('a prefix called __proto__', 'namespace_unresolved', declaration('xmlns:__proto__="urn:x"')),
  row('a prefix that begins with xml', 'namespace_unresolved', declaration('xmlns:xmlx="urn:x"')),
  row(
    'a quotation mark in a namespace, which xml-crypto writes unescaped',
    'namespace_unresolved',
    declaration('xmlns:x=\'urn:x" ID="_evil\''),
    'CVE-2021-32796',
  ),
  row(
    'an entity in a namespace',
    'namespace_unresolved',
    declaration('xmlns:x="urn:x&amp;y"'),
    'CVE-2021-32796',
  ),
  row('a prefix declared twice', 'xml_malformed', declaration('xmlns:x="urn:x" xmlns:x="urn:y"')),
  row('samlp rebound to the assertion namespace', 'root_unexpected', altered(PROTOCOL, ASSERTION)),
  row(
    'samlp rebound inside the Status',
    'response_malformed',
    altered('<samlp:StatusCode ', '<samlp:StatusCode xmlns:samlp="urn:x" '),
  ),
  row(
    'an unprefixed element whose namespace is taken away',
    'assertion_misplaced',
    altered(`<Assertion xmlns="${ASSERTION}"`, '<Assertion xmlns=""'),
    'CVE-2021-21366',
  ),
  row('a prefix rebound where nothing uses it', 'accepted', (context) =>
    genuine(context, {
      extensions: '<samlp:Extensions><x xmlns="urn:x" xmlns:samlp="urn:y"></x></samlp:Extensions>',
    }),
  ),
];
