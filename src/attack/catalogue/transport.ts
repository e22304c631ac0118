import { deflateRawSync, gzipSync } from 'node:zlib';
import {
  FORM,
  family,
  form,
  genuine,
  genuineForm,
  type AttackContext,
  type HostileCase,
} from './case.js';

const row = family('transport');

function base64(context: AttackContext): string {
  return Buffer.from(genuine(context), 'utf8').toString('base64');
}

/** The genuine base64 after a change, percent-encoded: what the receiver decodes is exactly that. */
function encoded(context: AttackContext, change: (base64: string) => string): string {
  return `SAMLResponse=${encodeURIComponent(change(base64(context)))}`;
}

export const transportCases: readonly HostileCase[] = [
  row('the form as a browser posts it', 'accepted', (context) => form(genuineForm(context))),
  row('a JSON body', 'content_type_unsupported', (context) => ({
    contentType: 'application/json',
    body: JSON.stringify({ SAMLResponse: base64(context) }),
  })),
  row('a form that says it is plain text', 'content_type_unsupported', (context) => ({
    contentType: 'text/plain',
    body: genuineForm(context),
  })),
  row('a form in UTF-16', 'content_type_unsupported', (context) => ({
    contentType: `${FORM}; charset=utf-16`,
    body: genuineForm(context),
  })),
  row('a content type with its charset', 'accepted', (context) => ({
    contentType: `${FORM}; charset=UTF-8`,
    body: genuineForm(context),
  })),
  row('SAMLResponse twice', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&${genuineForm(context)}`),
  ),
  row(
    'SAMLResponse again under a percent-encoded name',
    'form_malformed',
    (context) => form(`SAML%52esponse=PHg%2BPC94Pg%3D%3D&${genuineForm(context)}`),
    'CVE-2026-117691',
  ),
  row('SAMLResponse as an array', 'form_malformed', (context) =>
    form(genuineForm(context).replace('SAMLResponse=', 'SAMLResponse[]=')),
  ),
  row('SAMLResponse beside its array', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&SAMLResponse%5B0%5D=x`),
  ),
  row('a NUL behind the name', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&SAMLResponse%00=x`),
  ),
  row('a SAMLRequest beside it', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&SAMLRequest=PHg%2BPC94Pg%3D%3D`),
  ),
  row('an artifact beside it', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&SAMLart=AAQ`),
  ),
  row('a blank behind the name', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&SAMLResponse%09=x`),
  ),
  row('a compressed message', 'encoding_malformed', (context) =>
    form(`SAMLResponse=${encodeURIComponent(gzipSync(genuine(context)).toString('base64'))}`),
  ),
  row('base64 of base64', 'xml_malformed', (context) =>
    form(`SAMLResponse=${encodeURIComponent(Buffer.from(base64(context)).toString('base64'))}`),
  ),
  row('the XML as it is', 'base64_malformed', (context) =>
    form(`SAMLResponse=${encodeURIComponent(genuine(context))}`),
  ),
  row('a multipart form', 'content_type_unsupported', (context) => ({
    contentType: 'multipart/form-data; boundary=x',
    body: `--x\r\ncontent-disposition: form-data; name="SAMLResponse"\r\n\r\n${base64(context)}\r\n--x--\r\n`,
  })),
  row('XML as the body', 'content_type_unsupported', (context) => ({
    contentType: 'text/xml',
    body: genuine(context),
  })),
  row('the form percent-encoded throughout', 'accepted', (context) =>
    form(
      `SAMLResponse=${base64(context).replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
    ),
  ),
  row('an empty RelayState', 'accepted', (context) => form(`${genuineForm(context)}&RelayState=`)),
  row('the parameters the other way round', 'accepted', (context) =>
    form(`RelayState=abc&${genuineForm(context)}`),
  ),
  row('RelayState twice', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&RelayState=a&RelayState=b`),
  ),
  row('a RelayState that is not UTF-8', 'form_malformed', (context) =>
    form(`${genuineForm(context)}&RelayState=%FF`),
  ),
  row('seventy parameters', 'form_malformed', (context) =>
    form(`${genuineForm(context)}${'&x=1'.repeat(70)}`),
  ),
  row('parameters of Defender’s proxy beside it', 'accepted', (context) =>
    form(`${genuineForm(context)}&McasTsid=20893&McasCtx=4`),
  ),
  row('a RelayState of 4,000 characters, which is not ours', 'accepted', (context) =>
    form(`${genuineForm(context)}&RelayState=${'a'.repeat(4000)}`),
  ),
  row('no SAMLResponse', 'response_missing', () => form('RelayState=abc')),
  row('an empty SAMLResponse', 'response_missing', () => form('SAMLResponse=')),
  row('an empty body', 'response_missing', () => form('')),
  row('a percent sign that encodes nothing', 'form_malformed', () => form('SAMLResponse=PHg%ZZ')),
  row('base64 with line breaks', 'accepted', (context) =>
    form(encoded(context, (text) => text.replace(/.{76}/g, '$&\r\n'))),
  ),
  row('base64 with blanks', 'base64_malformed', (context) =>
    form(encoded(context, (text) => text.replace(/.{76}/g, '$& '))),
  ),
  row('base64 whose plus signs were not encoded', 'base64_malformed', () =>
    form('SAMLResponse=PHg+PC94Pg=='),
  ),
  row('base64 with another character', 'base64_malformed', (context) =>
    form(encoded(context, (text) => `${text.slice(0, 40)}!${text.slice(40)}`)),
  ),
  row('base64 in the URL alphabet', 'base64_malformed', () => form('SAMLResponse=PHg-PC94Pj0_')),
  row('base64 without its padding', 'base64_malformed', () => form('SAMLResponse=PHg%2BPC94Pg')),
  row('base64 with padding in the middle', 'base64_malformed', (context) =>
    form(encoded(context, (text) => `PA==${text}`)),
  ),
  row('base64 with bits behind the end', 'base64_malformed', () =>
    form('SAMLResponse=PHg%2BPC94Ph%3D%3D'),
  ),
  row('a deflated message, as for the redirect binding', 'encoding_malformed', (context) =>
    form(`SAMLResponse=${encodeURIComponent(deflateRawSync(genuine(context)).toString('base64'))}`),
  ),
];
