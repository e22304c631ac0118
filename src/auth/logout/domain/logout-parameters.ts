import { accept, refuse, type Decision } from '../../../errors/index.js';
import { decodeUtf8 } from '../../../xml/domain/utf8.js';
import { decodeBase64, percentDecode } from '../../saml/domain/form-bytes.js';

const MAX_PARAMETERS = 64;
export const MAX_LOGOUT_XML_BYTES = 64 * 1024;
const MAX_RELAY_STATE_BYTES = 1024; // bindings 3.4.3 says 80; what is longer is not worth carrying back

/** Parameters that mean something to some SAML receiver. */
const KNOWN = new Set([
  'SAMLRequest',
  'SAMLResponse',
  'RelayState',
  'SigAlg',
  'Signature',
  'SAMLEncoding',
  'SAMLart',
]);

/**
 * Those of a query or form that SAML knows, still percent-encoded, each at most once and by its plain name. A library that
 * verifies over one spelling and reads another lets anybody sign anything (CVE-2026-117691); whatever is neither is ignored.
 */
export function readLogoutParameters(raw: string): Decision<ReadonlyMap<string, string>> {
  const pairs = raw.split('&');
  if (pairs.length > MAX_PARAMETERS) return malformed('too many parameters');
  const known = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = at < 0 ? pair : pair.slice(0, at);
    if (!KNOWN.has(name)) {
      if (hidesKnownName(name)) return malformed(name.slice(0, 100));
      continue;
    }
    if (known.has(name)) return malformed(`${name} twice`);
    known.set(name, at < 0 ? '' : pair.slice(at + 1));
  }
  if (known.has('SAMLart')) return malformed('SAMLart');
  if (known.has('SAMLRequest') && known.has('SAMLResponse')) return malformed('both messages');
  if (!known.get('SAMLRequest') && !known.get('SAMLResponse'))
    return refuse('logout_message_missing');
  return accept(known);
}

/** `SAML%52equest`, `SAMLRequest[]`, `samlrequest`: other names to us and the same to someone else. */
function hidesKnownName(name: string): boolean {
  const decoded = percentDecode(Buffer.from(name, 'latin1'))?.toString('latin1') ?? name;
  const plain = decoded.replace(/[\0-\x20]/g, '').replace(/[[.].*$/s, '');
  return [...KNOWN].some((known) => known.toLowerCase() === plain.toLowerCase());
}

/** Base64 with nothing but line breaks beside it. */
export function readBase64(encoded: string): Buffer | null {
  const base64 = percentDecode(Buffer.from(encoded, 'latin1'));
  return base64 && decodeBase64(base64);
}

export function readRelayState(encoded: string | undefined): Decision<string | null> {
  if (encoded === undefined || encoded === '') return accept(null);
  const bytes = percentDecode(Buffer.from(encoded, 'latin1'));
  const text = bytes && decodeUtf8(bytes);
  return text === null || bytes === null || bytes.length > MAX_RELAY_STATE_BYTES
    ? malformed('RelayState')
    : accept(text);
}

export function malformed(parameter: string): Decision<never> {
  return refuse('logout_parameters_malformed', { parameter });
}
