import { accept, refuse, type Decision } from '../../../errors/index.js';
import { decodeUtf8, withoutByteOrderMark } from '../../../xml/domain/utf8.js';
import type { LogoutTransport } from './logout-message.js';
import {
  malformed,
  MAX_LOGOUT_XML_BYTES,
  readBase64,
  readLogoutParameters,
  readRelayState,
} from './logout-parameters.js';

const FORM_TYPE =
  /^application\/x-www-form-urlencoded[ \t]*(?:;[ \t]*charset[ \t]*=[ \t]*(?:utf-8|"utf-8")[ \t]*)?$/i;

/** The message of the HTTP-POST binding (SAML bindings 3.5.4): base64, not deflated, signed inside. */
export function readLogoutForm(form: {
  readonly contentType: string | undefined;
  readonly body: Buffer;
}): Decision<LogoutTransport> {
  if (form.contentType === undefined || !FORM_TYPE.test(form.contentType.trim()))
    return refuse('content_type_unsupported', { found: (form.contentType ?? '').slice(0, 100) });
  const parameters = readLogoutParameters(form.body.toString('latin1'));
  if (!parameters.accepted) return parameters;
  const known = parameters.value;
  // A signature beside the form is the other binding's: nobody may take it for this one's.
  for (const name of ['SigAlg', 'Signature', 'SAMLEncoding']) {
    if (known.has(name)) return malformed(name);
  }
  const kind = known.has('SAMLRequest') ? 'request' : 'response';
  const bytes = readBase64(known.get(kind === 'request' ? 'SAMLRequest' : 'SAMLResponse') ?? '');
  if (bytes === null) return refuse('base64_malformed');
  if (bytes.length > MAX_LOGOUT_XML_BYTES) return refuse('message_too_large');
  const xml = decodeUtf8(withoutByteOrderMark(bytes));
  if (xml === null) return refuse('encoding_malformed');
  const relayState = readRelayState(known.get('RelayState'));
  if (!relayState.accepted) return relayState;
  return accept({ kind, binding: 'post', xml, relayState: relayState.value, detached: null });
}
