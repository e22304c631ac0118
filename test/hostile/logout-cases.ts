import { sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { Advisory } from '../../src/attack/index.js';
import type { RefusalCode } from '../../src/errors/index.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { SLO_PATH } from '../support/paths.js';
import {
  ACME,
  aForeignKey,
  signatureOver,
  type SignatureOptions,
  theIdpKey,
} from '../support/saml/index.js';
import {
  aLogoutRequest,
  aLogoutResponse,
  type LogoutOptions,
  redirectQuery,
  RSA_SHA256,
} from '../support/saml/logout.js';

/** A signed-in person, whose session is to be ended or not. */
export interface LogoutTarget {
  readonly idp: HttpClient; // a browser without any cookie of ours
  readonly sloUrl: string;
  readonly sessionIndex: string;
}

export interface LogoutCase {
  readonly name: string;
  readonly advisories?: readonly Advisory[];
  /** Null: a valid control, which ends the session. */
  readonly code: RefusalCode | null;
  send(target: LogoutTarget): Promise<Answer>;
}

const SIG = /&Signature=[^&]*/;

function request(target: LogoutTarget, options: Partial<LogoutOptions> = {}): string {
  return aLogoutRequest({
    destination: target.sloUrl,
    sessionIndexes: [target.sessionIndex],
    ...options,
  });
}

function get(target: LogoutTarget, query: string): Promise<Answer> {
  return target.idp.get(`${SLO_PATH}?${query}`);
}

function post(target: LogoutTarget, body: string, path = SLO_PATH): Promise<Answer> {
  return target.idp.postCrossSite(path, {
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

function form(xml: string): string {
  return `SAMLRequest=${encodeURIComponent(Buffer.from(xml).toString('base64'))}`;
}

/** A request like the valid one, but for what `options` say. */
function altered(
  name: string,
  code: RefusalCode | null,
  options: (target: LogoutTarget) => Partial<LogoutOptions>,
): LogoutCase {
  return {
    name,
    code,
    send: (target) => get(target, redirectQuery(request(target, options(target)))),
  };
}

/** A request by the HTTP-POST binding, with an enveloped signature. */
function posted(
  name: string,
  code: RefusalCode | null,
  how: {
    readonly signature?: SignatureOptions;
    readonly change?: (xml: string) => string;
  } = {},
): LogoutCase {
  return {
    name,
    code,
    send: (target) => {
      const xml = request(target);
      const id = / ID="([^"]+)"/.exec(xml)?.[1] ?? '';
      const signature = signatureOver(xml, id, how.signature ?? { key: theIdpKey() });
      const signed = xml.replace('</Issuer>', `</Issuer>${signature}`);
      return post(target, form(how.change?.(signed) ?? signed));
    },
  };
}

/** The valid query, changed after it was signed. */
function tampered(
  name: string,
  code: RefusalCode | null,
  change: (query: string, target: LogoutTarget) => string,
  relayState?: string,
  advisories: readonly Advisory[] = [],
): LogoutCase {
  return {
    name,
    code,
    advisories,
    send: (target) =>
      get(
        target,
        change(
          redirectQuery(request(target), relayState === undefined ? {} : { relayState }),
          target,
        ),
      ),
  };
}

/** The valid document, changed before the query was signed. */
function edited(name: string, code: RefusalCode | null, edit: (xml: string) => string): LogoutCase {
  return { name, code, send: (target) => get(target, redirectQuery(edit(request(target)))) };
}

const unsigned = (query: string): string => query.replace(SIG, '').replace(/&SigAlg=[^&]*/, '');
const forged = (target: LogoutTarget): string =>
  redirectQuery(request(target), { key: null }).slice('SAMLRequest='.length);

export const LOGOUT_CASES: readonly LogoutCase[] = [
  tampered('a signed request', null, (query) => query),
  tampered('unsigned', 'logout_signature_missing', unsigned),
  tampered('a signature without its algorithm', 'logout_signature_missing', (query) =>
    query.replace(/&SigAlg=[^&]*/, ''),
  ),
  tampered('an algorithm without a signature', 'logout_signature_missing', (query) =>
    query.replace(SIG, ''),
  ),
  tampered('an empty signature', 'logout_signature_missing', (query) =>
    query.replace(SIG, '&Signature='),
  ),
  {
    name: 'signed with SHA-1',
    code: 'signature_algorithm_forbidden',
    send: (target) =>
      get(
        target,
        redirectQuery(request(target), {
          algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
          hash: 'sha1',
        }),
      ),
  },
  {
    name: 'an HMAC with the certificate as its key',
    code: 'signature_algorithm_forbidden',
    send: (target) =>
      get(
        target,
        redirectQuery(request(target), {
          algorithm: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
        }),
      ),
  },
  {
    name: 'signed with SHA-512 and called SHA-256',
    code: 'signature_invalid',
    send: (target) => get(target, redirectQuery(request(target), { hash: 'sha512' })),
  },
  {
    name: 'signed with SHA-512 and called so',
    code: null,
    send: (target) =>
      get(
        target,
        redirectQuery(request(target), {
          algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
          hash: 'sha512',
        }),
      ),
  },
  {
    name: 'an ECDSA algorithm with an RSA key',
    advisories: ['CVE-2018-7711', 'CVE-2016-9955', 'GHSA-r8v4-7vwj-983x'],
    code: 'signature_invalid',
    send: (target) =>
      get(
        target,
        redirectQuery(request(target), {
          algorithm: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
        }),
      ),
  },
  {
    name: 'signed by a stranger',
    code: 'signature_invalid',
    send: (target) => get(target, redirectQuery(request(target), { key: aForeignKey() })),
  },
  {
    name: 'as Entra sends it: lower-case hex, Signature before SigAlg',
    code: null,
    send: (target) => get(target, redirectQuery(request(target), { style: 'entra' })),
  },
  tampered('the percent-encoding of another case', 'signature_invalid', (query) =>
    query.replace(/%2F|%2B|%3D/, (escape) => escape.toLowerCase()),
  ),
  {
    name: 'signed over SigAlg before the message',
    code: 'signature_invalid',
    send: (target) => {
      const [message = '', algorithm = ''] = redirectQuery(request(target)).split('&');
      const octets = Buffer.from(`${algorithm}&${message}`);
      const value = sign('sha256', octets, theIdpKey().privateKey).toString('base64');
      return get(target, `${algorithm}&${message}&Signature=${encodeURIComponent(value)}`);
    },
  },
  tampered(
    'the relay state stripped',
    'signature_invalid',
    (query) => query.replace(/&RelayState=[^&]*/, ''),
    'state',
  ),
  tampered(
    'the relay state exchanged',
    'signature_invalid',
    (query) => query.replace('RelayState=state', 'RelayState=other'),
    'state',
  ),
  tampered('a relay state added', 'signature_invalid', (query) => `${query}&RelayState=added`),
  tampered('an empty relay state added', 'signature_invalid', (query) => `${query}&RelayState=`),
  tampered('a signed relay state', null, (query) => query, 'state'),
  tampered('parameters that nobody knows', null, (query) => `utm=1&${query}&x[]=2`),
  tampered(
    'the message twice',
    'logout_parameters_malformed',
    (query, target) => `SAMLRequest=${forged(target)}&${query}`,
    undefined,
    ['CVE-2025-27773', 'CVE-2025-31335'],
  ),
  ...['AA%3D%3D', 'MAA%3D', '%2B', `${'A'.repeat(342)}%3D%3D`].map((value) =>
    tampered(
      `a signature that makes a verifier fail instead of saying no: ${value.slice(0, 8)}`,
      value === '%2B' ? 'signature_malformed' : 'signature_invalid',
      (query) => query.replace(SIG, `&Signature=${value}`),
      undefined,
      ['CVE-2018-7711', 'CVE-2016-9955', 'GHSA-r8v4-7vwj-983x'],
    ),
  ),
  tampered(
    'a second message after the signature',
    'logout_parameters_malformed',
    (query, target) => `${query}&SAMLRequest=${forged(target)}`,
  ),
  tampered(
    'SAML%52equest beside the signed one',
    'logout_parameters_malformed',
    (query, target) => `SAML%52equest=${forged(target)}&${query}`,
    undefined,
    ['CVE-2026-117691'],
  ),
  {
    name: 'SAML%52equest beside a genuine response',
    advisories: ['CVE-2026-117691'],
    code: 'logout_parameters_malformed',
    send: (target) => {
      const genuine = redirectQuery(aLogoutResponse({ destination: target.sloUrl }));
      return get(target, `SAML%52equest=${forged(target)}&${genuine}`);
    },
  },
  tampered(
    'SAMLRequest[]',
    'logout_parameters_malformed',
    (query, target) => `SAMLRequest[]=${forged(target)}&${query}`,
  ),
  tampered(
    'samlrequest in lower case',
    'logout_parameters_malformed',
    (query, target) => `samlrequest=${forged(target)}&${query}`,
  ),
  tampered(
    'the signature twice',
    'logout_parameters_malformed',
    (query) => `${query}&Signature=AAAA`,
  ),
  {
    name: 'request and response together',
    advisories: ['CVE-2025-27773'],
    code: 'logout_parameters_malformed',
    send: (target) => {
      const genuine = redirectQuery(aLogoutResponse({ destination: target.sloUrl }));
      return get(target, `SAMLRequest=${forged(target)}&${genuine}`);
    },
  },
  tampered('an artifact', 'logout_parameters_malformed', (query) => `${query}&SAMLart=AAQ`),
  tampered(
    'another encoding',
    'logout_parameters_malformed',
    (query) => `${query}&SAMLEncoding=gzip`,
  ),
  tampered('no message', 'logout_message_missing', () => 'x=1'),
  tampered('a message that is not base64', 'base64_malformed', (query) =>
    query.replace('SAMLRequest=', 'SAMLRequest=*'),
  ),
  {
    name: 'a deflate bomb',
    advisories: ['GO-2023-1664', 'CVE-2025-25293'],
    code: 'message_too_large',
    send: (target) =>
      get(
        target,
        redirectQuery('', {
          name: 'SAMLRequest',
          deflated: deflateRawSync(Buffer.alloc(5_000_000, 32)),
        }),
      ),
  },
  {
    name: 'bytes after the deflate stream',
    code: 'logout_deflate_malformed',
    send: (target) => {
      const deflated = Buffer.concat([deflateRawSync(request(target)), Buffer.from('hidden')]);
      return get(target, redirectQuery(request(target), { deflated }));
    },
  },
  {
    name: 'a message that is not deflated',
    code: 'logout_deflate_malformed',
    send: (target) => {
      const xml = request(target);
      return get(target, redirectQuery(xml, { deflated: Buffer.from(xml) }));
    },
  },
  edited('a document type', 'doctype_forbidden', (xml) => `<!DOCTYPE x>${xml}`),
  edited('a comment in the name ID', 'comment_forbidden', (xml) =>
    xml.replace('B.Simon', 'B.<!---->Simon'),
  ),
  edited('a processing instruction', 'processing_instruction_forbidden', (xml) =>
    xml.replace('</NameID>', '<?x y?></NameID>'),
  ),
  edited('bytes that are not UTF-8 text', 'character_forbidden', (xml) =>
    xml.replace('B.Simon', 'B.\u0001Simon'),
  ),
  edited('two name IDs', 'logout_malformed', (xml) => xml.replace(/<NameID .*?<\/NameID>/, '$&$&')),
  edited('no name ID', 'logout_malformed', (xml) => xml.replace(/<NameID .*?<\/NameID>/, '')),
  edited('an encrypted name ID', 'logout_name_id_encrypted', (xml) =>
    xml.replace(/<NameID (xmlns="[^"]*").*?<\/NameID>/, '<EncryptedID $1></EncryptedID>'),
  ),
  edited('the session index before the name ID', 'logout_malformed', (xml) =>
    xml.replace(/(<NameID .*?<\/NameID>)(<samlp:SessionIndex>.*?<\/samlp:SessionIndex>)/, '$2$1'),
  ),
  edited('an element inside the session index', 'logout_malformed', (xml) =>
    xml.replace('<samlp:SessionIndex>', '<samlp:SessionIndex><x></x>'),
  ),
  edited('another root', 'logout_message_unexpected', (xml) =>
    xml.replaceAll('samlp:LogoutRequest', 'samlp:AuthnRequest'),
  ),
  edited('a request of no SAML namespace', 'logout_message_unexpected', (xml) =>
    xml.replace('urn:oasis:names:tc:SAML:2.0:protocol', 'urn:x'),
  ),
  {
    name: 'a response in the parameter of a request',
    code: 'logout_message_unexpected',
    send: (target) =>
      get(
        target,
        redirectQuery(aLogoutResponse({ destination: target.sloUrl }), { name: 'SAMLRequest' }),
      ),
  },
  altered('SAML 1.1', 'version_unsupported', () => ({ version: '1.1' })),
  altered('an ID that begins with a digit', 'id_missing', () => ({ id: '1' })),
  altered('no issuer', 'issuer_missing', () => ({ issuer: null })),
  altered('a foreign issuer', 'issuer_mismatch', () => ({
    issuer: ACME.idpEntityId.replace('6f1b', '6f1c'),
  })),
  altered('the issuer that Entra documents', null, () => ({
    issuer: 'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/',
  })),
  altered('another customer’s address', 'logout_destination_mismatch', ({ sloUrl }) => ({
    destination: sloUrl.replace('https://', 'https://x'),
  })),
  altered('no address', 'logout_destination_mismatch', () => ({ destination: null })),
  altered('eleven minutes old, within the skew', null, () => ({ nowMs: ACME.nowMs - 660_000 })),
  altered('a quarter of an hour old', 'logout_too_old', () => ({ nowMs: ACME.nowMs - 900_000 })),
  altered('issued in the future', 'logout_issued_in_future', () => ({
    nowMs: ACME.nowMs + 300_000,
  })),
  altered('expired', 'logout_expired', () => ({ notOnOrAfterMs: ACME.nowMs - 300_000 })),
  altered('without an end', null, () => ({ notOnOrAfterMs: null })),
  {
    name: 'an enveloped signature in a redirected document',
    code: 'signature_misplaced',
    send: (target) => {
      const xml = request(target, { id: '_inside' });
      const signature = signatureOver(xml, '_inside', { key: theIdpKey() });
      return get(target, redirectQuery(xml.replace('</Issuer>', `</Issuer>${signature}`)));
    },
  },
  posted('posted, with a good signature', null),
  posted('posted, and changed after it was signed', 'signature_invalid', {
    change: (xml) => xml.replace('Version="2.0"', 'Version="2.0" Reason="x"'),
  }),
  posted('posted, signed by a foreign key', 'signature_invalid', {
    signature: { key: aForeignKey() },
  }),
  posted('posted, signed by a foreign key that KeyInfo brings along', 'signature_invalid', {
    signature: {
      key: aForeignKey(),
      keyInfoCertificates: [aForeignKey().certificateBase64, theIdpKey().certificateBase64],
    },
  }),
  posted('posted, signed with SHA-1', 'signature_algorithm_forbidden', {
    signature: { key: theIdpKey(), algorithm: 'rsa-sha1' },
  }),
  posted('posted, with a SHA-1 digest', 'signature_algorithm_forbidden', {
    signature: { key: theIdpKey(), digest: 'sha1' },
  }),
  {
    name: 'posted without a signature',
    code: 'logout_signature_missing',
    send: (target) => post(target, form(request(target))),
  },
  {
    name: 'posted with the query’s signature beside it',
    code: 'logout_parameters_malformed',
    send: (target) => post(target, `${form(request(target))}&SigAlg=${RSA_SHA256}&Signature=AAAA`),
  },
  {
    name: 'posted with a signature over another element',
    code: 'signature_reference_foreign',
    send: (target) => {
      const xml = request(target, { id: '_mine' });
      const signature = signatureOver(xml, '_other', { key: theIdpKey() });
      return post(target, form(xml.replace('</Issuer>', `</Issuer>${signature}`)));
    },
  },
  {
    name: 'wrapping: the signed request inside the Extensions of a forged one',
    code: 'signature_misplaced',
    send: (target) => {
      const xml = request(target, { id: '_signed' });
      const signature = signatureOver(xml, '_signed', { key: theIdpKey() });
      const signed = xml.replace('</Issuer>', `</Issuer>${signature}`);
      const wrapper = request(target, { id: '_forged' });
      const extensions = `<samlp:Extensions>${signed}</samlp:Extensions>`;
      return post(target, form(wrapper.replace('</Issuer>', `</Issuer>${extensions}`)));
    },
  },
  {
    name: 'posted with the signed message in the query',
    code: 'logout_parameters_malformed',
    send: (target) =>
      post(target, form(request(target)), `${SLO_PATH}?${redirectQuery(request(target))}`),
  },
  {
    name: 'HEAD',
    code: 'method_not_allowed',
    send: (target) =>
      target.idp.ask(`${SLO_PATH}?${redirectQuery(request(target))}`, { method: 'HEAD' }),
  },
];
