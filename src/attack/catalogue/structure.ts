import { assertionXml } from '../forge/assertion.js';
import { PROTOCOL } from '../forge/names.js';
import { anErrorResponse } from '../forge/response.js';
import { altered, family, genuine, optionsOf, signed, swap, type HostileCase } from './case.js';

const row = family('structure');

const WHOLE_ASSERTION = /<Assertion .*<\/Assertion>/s;

export const structureCases: readonly HostileCase[] = [
  row('a LogoutResponse', 'root_unexpected', (context) =>
    genuine(context).replaceAll('samlp:Response', 'samlp:LogoutResponse'),
  ),
  row(
    'an AuthnRequest',
    'root_unexpected',
    () => `<a:AuthnRequest xmlns:a="${PROTOCOL}" ID="_a" Version="2.0"/>`,
  ),
  row(
    'an assertion alone',
    'root_unexpected',
    (context) => WHOLE_ASSERTION.exec(genuine(context))?.[0] ?? '',
  ),
  row(
    'a SOAP envelope around it',
    'root_unexpected',
    (context) =>
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${genuine(context)}</s:Body></s:Envelope>`,
  ),
  row('a Response of SAML 1.1', 'root_unexpected', (context) =>
    swap(genuine(context), PROTOCOL, 'urn:oasis:names:tc:SAML:1.0:protocol'),
  ),
  row('a Response without namespace', 'root_unexpected', () => '<Response ID="_a" Version="2.0"/>'),
  row('a response in lower case', 'root_unexpected', (context) =>
    genuine(context).replaceAll('samlp:Response', 'samlp:response'),
  ),
  row('version 1.1', 'version_unsupported', signed({ responseVersion: '1.1' })),
  row('no version', 'version_unsupported', altered(/ Version="2\.0"/, '')),
  row('an assertion of version 1.1', 'version_unsupported', signed({ assertionVersion: '1.1' })),
  row('a Response without ID', 'id_missing', altered(/ ID="[^"]*"/, '')),
  row('an ID that begins with a digit', 'id_missing', signed({ responseId: '1a' })),
  row(
    'an ID with a quotation mark for an XPath',
    'id_missing',
    signed({ assertionId: "_a' or '1'='1" }),
  ),
  row('an assertion without ID', 'id_missing', altered(/(?<=<Assertion [^>]*) ID="[^"]*"/, '')),
  row('success without assertion', 'assertion_missing', (context) =>
    genuine(context, { withoutAssertion: true, signed: 'response' }),
  ),
  row('two assertions, both signed by the IdP', 'assertion_not_unique', (context) => {
    const other = genuine(context, { assertionId: '_other', upn: 'other@acme.example' });
    return swap(
      genuine(context),
      '</samlp:Response>',
      `${WHOLE_ASSERTION.exec(other)?.[0] ?? ''}</samlp:Response>`,
    );
  }),
  row('extensions that nobody knows', 'accepted', (context) =>
    genuine(context, { extensions: '<samlp:Extensions><x xmlns="urn:x">y</x></samlp:Extensions>' }),
  ),
  row(
    'two Status elements',
    'response_malformed',
    altered(/(?=<samlp:Status>)/, '<samlp:Status></samlp:Status>'),
  ),
  row('no Status', 'response_malformed', signed({ status: '' })),
  row(
    'a Status without code',
    'response_malformed',
    signed({ status: '<samlp:Status></samlp:Status>' }),
  ),
  row('the assertion before the Status', 'response_malformed', (context) => {
    const xml = genuine(context);
    const assertion = WHOLE_ASSERTION.exec(xml)?.[0] ?? '';
    return swap(swap(xml, assertion, ''), '<samlp:Status>', `${assertion}<samlp:Status>`);
  }),
  row(
    'text beside the elements of the Response',
    'response_malformed',
    altered('<samlp:Status>', 'x<samlp:Status>'),
  ),
  row(
    'a Response inside the Response',
    'response_malformed',
    altered(
      '<samlp:Status>',
      '<samlp:Extensions><samlp:Response></samlp:Response></samlp:Extensions><samlp:Status>',
    ),
  ),
  row(
    'an Issuer with elements in it',
    'response_malformed',
    altered('</Issuer>', '<x></x></Issuer>'),
  ),
  row(
    'an error answer of Entra',
    'status_not_success',
    (context) => anErrorResponse(optionsOf(context, {})).xml,
  ),
  row(
    'an error status with a genuine assertion',
    'status_not_success',
    signed({
      status:
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"></samlp:StatusCode></samlp:Status>',
    }),
  ),
  row(
    'success as a second-level status',
    'status_not_success',
    signed({
      status:
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester"><samlp:StatusCode ' +
        'Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:StatusCode></samlp:Status>',
    }),
  ),
  row(
    'a success that is none',
    'status_not_success',
    altered(':status:Success', ':status:Success '),
  ),
  row('two Subjects', 'assertion_malformed', signed({ editAssertion: twice('Subject') })),
  row('two Conditions', 'assertion_malformed', signed({ editAssertion: twice('Conditions') })),
  row('two Issuers', 'assertion_malformed', signed({ editAssertion: twice('Issuer') })),
  row('two name IDs', 'assertion_malformed', signed({ editAssertion: twice('NameID') })),
  row(
    'a name ID with an element in it',
    'assertion_malformed',
    signed({
      editAssertion: (xml) => swap(xml, '</NameID>', '<x></x></NameID>'),
    }),
  ),
  row(
    'an attribute without a name',
    'assertion_malformed',
    signed({
      editAssertion: (xml) => swap(xml, /<Attribute Name="Groups">/, '<Attribute>'),
    }),
  ),
  row(
    'text beside the statements',
    'assertion_malformed',
    signed({
      editAssertion: (xml) => swap(xml, '<Conditions', 'x<Conditions'),
    }),
  ),
  row('an indented assertion', 'accepted', (context) =>
    genuine(context, {
      editAssertion: () =>
        assertionXml(optionsOf(context, { assertionId: '_indented' })).replace(/></g, '>\n  <'),
      assertionId: '_indented',
    }),
  ),
];

function twice(name: string): (xml: string) => string {
  return (xml) => xml.replace(new RegExp(`<${name}[ >].*?</${name}>`, 's'), '$&$&');
}
