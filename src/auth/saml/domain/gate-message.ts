import { accept, refuse, type Decision } from '../../../errors/index.js';
import { decodeUtf8, withoutByteOrderMark } from '../../../xml/domain/utf8.js';
import { decodeBase64, percentDecode } from './form-bytes.js';

export const MESSAGE_LIMITS = {
  maxXmlBytes: 256 * 1024,
  maxFormBytes: 1024 * 1024, // base64 with every `+`, `/` and line break percent-encoded
  maxParameters: 64,
  maxRelayStateCharacters: 1024,
} as const;

export interface PostedForm {
  readonly contentType: string | undefined; // the header as received
  readonly body: Buffer;
}

export interface SamlMessage {
  readonly xml: string; // decoded, without a byte order mark
  readonly xmlBytes: Buffer;
  readonly relayState: string | null;
}

/** Parameters that mean something to some SAML receiver. Ours are SAMLResponse and RelayState. */
const KNOWN = new Set([
  'SAMLResponse',
  'SAMLRequest',
  'SAMLart',
  'SAMLEncoding',
  'RelayState',
  'SigAlg',
  'Signature',
]);

const FORM_TYPE =
  /^application\/x-www-form-urlencoded[ \t]*(?:;[ \t]*charset[ \t]*=[ \t]*(?:utf-8|"utf-8")[ \t]*)?$/i;

/**
 * The transport gate (SAML bindings 3.5.4): one form with one SAMLResponse, read by us alone, so that no framework's
 * idea of repeated, nested or encoded names decides what is verified. Parameters that SAML does not know are
 * left alone: Defender for Cloud Apps adds some.
 */
export function gateMessage(form: PostedForm): Decision<SamlMessage> {
  if (form.contentType === undefined || !FORM_TYPE.test(form.contentType.trim())) {
    return refuse('content_type_unsupported', { found: (form.contentType ?? '').slice(0, 100) });
  }
  if (form.body.length > MESSAGE_LIMITS.maxFormBytes) {
    return refuse('message_too_large', { bytes: String(form.body.length) });
  }
  const parameters = readParameters(form.body);
  if (!parameters.accepted) return parameters;
  for (const foreign of ['SAMLRequest', 'SAMLart']) {
    if (parameters.value.has(foreign)) return refuse('form_malformed', { parameter: foreign });
  }
  const encoded = parameters.value.get('SAMLResponse');
  if (encoded === undefined || encoded.length === 0) return refuse('response_missing');
  const message = readMessage(encoded);
  if (!message.accepted) return message;
  const relayState = readRelayState(parameters.value.get('RelayState'));
  if (!relayState.accepted) return relayState;
  return accept({ ...message.value, relayState: relayState.value });
}

/**
 * Only the parameters that SAML knows, still percent-encoded. Parts of the body, not copies: what arrives may be large, and
 * every copy of it costs whoever is flooded more than all that is decided about it.
 */
function readParameters(body: Buffer): Decision<ReadonlyMap<string, Buffer>> {
  const known = new Map<string, Buffer>();
  let count = 0;
  for (let start = 0; start <= body.length;) {
    const next = body.indexOf(AMPERSAND, start);
    const end = next < 0 ? body.length : next;
    const pair = body.subarray(start, end);
    start = end + 1;
    count += 1;
    if (count > MESSAGE_LIMITS.maxParameters)
      return refuse('form_malformed', { detail: 'parameters' });
    const separator = pair.indexOf(EQUALS_SIGN);
    const name = pair.subarray(0, separator < 0 ? pair.length : separator).toString('latin1');
    if (!KNOWN.has(name)) {
      if (hidesKnownName(name)) return refuse('form_malformed', { parameter: name.slice(0, 100) });
      continue;
    }
    if (known.has(name)) return refuse('form_malformed', { parameter: name, detail: 'twice' });
    known.set(name, separator < 0 ? EMPTY : pair.subarray(separator + 1));
  }
  return accept(known);
}

const AMPERSAND = 0x26;
const EQUALS_SIGN = 0x3d;
const EMPTY = Buffer.alloc(0);

/** CVE-2026-117691: `SAML%52esponse`, and `SAMLResponse[]`, are other names to us and the same to someone else. */
function hidesKnownName(name: string): boolean {
  const decoded = percentDecode(Buffer.from(name, 'latin1'))?.toString('latin1') ?? name;
  const plain = decoded.replace(/[\0-\x20]/g, '').replace(/[[.].*$/s, '');
  return KNOWN.has(plain);
}

function readMessage(encoded: Buffer): Decision<Omit<SamlMessage, 'relayState'>> {
  const base64 = percentDecode(encoded);
  if (base64 === null) return refuse('form_malformed', { parameter: 'SAMLResponse' });
  const bytes = decodeBase64(base64);
  if (bytes === null) return refuse('base64_malformed');
  if (bytes.length > MESSAGE_LIMITS.maxXmlBytes) {
    return refuse('message_too_large', { bytes: String(bytes.length) });
  }
  const xmlBytes = withoutByteOrderMark(bytes);
  const xml = decodeUtf8(xmlBytes);
  return xml === null ? refuse('encoding_malformed') : accept({ xml, xmlBytes });
}

/** A relay state that we did not send (ours has at most 80 bytes) is not worth a refusal: it is treated as absent. */
function readRelayState(encoded: Buffer | undefined): Decision<string | null> {
  if (encoded === undefined || encoded.length === 0) return accept(null);
  const bytes = percentDecode(encoded);
  const relayState = bytes && decodeUtf8(bytes);
  if (relayState === null) return refuse('form_malformed', { parameter: 'RelayState' });
  return accept(relayState.length > MESSAGE_LIMITS.maxRelayStateCharacters ? null : relayState);
}
