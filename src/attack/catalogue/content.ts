import { altered, family, genuine, signed, swap, type HostileCase } from './case.js';

const row = family('profile');
const mixUp = family('mix-up of tenants, connections and browsers');

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** One more attribute at the end of the statement, in canonical form, before the assertion is signed. */
const withAttribute = (attribute: string) =>
  signed({
    editAssertion: (xml) => swap(xml, '</AttributeStatement>', `${attribute}</AttributeStatement>`),
  });

export const contentCases: readonly HostileCase[] = [
  mixUp(
    'a response to another request than the assertion',
    'in_response_to_inconsistent',
    signed({ responseInResponseTo: '_other' }),
  ),
  mixUp(
    'a response to no request, the assertion to ours',
    'in_response_to_inconsistent',
    signed({ responseInResponseTo: null }),
  ),
  mixUp(
    'InResponseTo taken out of the unsigned Response',
    'in_response_to_inconsistent',
    altered(/ InResponseTo="[^"]*"/, ''),
  ),
  mixUp(
    'an assertion to no request in a response to ours',
    'in_response_to_inconsistent',
    signed({ confirmationInResponseTo: null }),
  ),
  mixUp(
    'a stolen assertion in a response to our request',
    'in_response_to_inconsistent',
    signed({ confirmationInResponseTo: '_victim' }),
    'CVE-2026-53425',
  ),
  mixUp(
    'an answer to no request at all',
    'unsolicited',
    signed({ requestId: null }),
    'CVE-2026-53425',
  ),
  row(
    'attributes called __proto__ and constructor',
    'accepted',
    signed({ claims: { ['__proto__']: ['x'], constructor: ['y'] } }),
  ),
  row(
    'groups in two attributes of one name',
    'accepted',
    signed({
      editAssertion: (xml) =>
        xml.replace(
          /<Attribute Name="Groups">.*?<\/Attribute>/,
          '$&<Attribute Name="Groups"><AttributeValue>second</AttributeValue></Attribute>',
        ),
    }),
  ),
  row(
    'an empty and a nil attribute value',
    'accepted',
    withAttribute(
      `<Attribute Name="a"><AttributeValue></AttributeValue><AttributeValue ${XSI} xsi:nil="true"></AttributeValue></Attribute>`,
    ),
  ),
  row(
    'typed attribute values, as Shibboleth and ADFS send them',
    'accepted',
    withAttribute(
      '<Attribute FriendlyName="x" Name="typed" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">' +
        `<AttributeValue ${XSI} xsi:type="xs:string">x</AttributeValue></Attribute>`,
    ),
  ),
  row(
    'a name ID as an attribute value, as Shibboleth sends it',
    'accepted',
    withAttribute(
      '<Attribute Name="urn:x"><AttributeValue><NameID>abc</NameID></AttributeValue></Attribute>',
    ),
  ),
  row(
    'an attribute value of elements',
    'accepted',
    withAttribute(
      '<Attribute Name="a"><AttributeValue><x xmlns="urn:x">y</x></AttributeValue></Attribute>',
    ),
  ),
  row(
    'an attribute value of an element in no namespace',
    'accepted',
    withAttribute(
      '<Attribute Name="a"><AttributeValue><x xmlns="">y</x></AttributeValue></Attribute>',
    ),
  ),
  row(
    'a name that would be markup, had the IdP not escaped it',
    'accepted',
    signed({
      displayName:
        '</AttributeValue></Attribute><Attribute Name="Groups"><AttributeValue>administrators',
    }),
    'CVE-2026-46490',
  ),
  row('a person with nothing but identifiers', 'accepted', (context) =>
    genuine(context, { mail: null, displayName: null, givenName: null, surname: null, groups: [] }),
  ),
];
