import { inflateRawSync } from 'node:zlib';
import { accept, refuse, type Decision } from '../../../errors/index.js';
import { decodeUtf8, withoutByteOrderMark } from '../../../xml/domain/utf8.js';
import { percentDecode } from '../../saml/domain/form-bytes.js';
import type { DetachedSignature, LogoutTransport } from './logout-message.js';
import {
  malformed,
  MAX_LOGOUT_XML_BYTES,
  readBase64,
  readLogoutParameters,
  readRelayState,
} from './logout-parameters.js';

const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';

/**
 * The message of the HTTP-Redirect binding (SAML bindings 3.4.4), from the query exactly as it arrived: Entra encodes with
 * lower-case hex and puts Signature before SigAlg, so nothing that was decoded and encoded again would verify.
 * @param rawQuery what follows the `?`
 */
export function readRedirectQuery(rawQuery: string): Decision<LogoutTransport> {
  const parameters = readLogoutParameters(rawQuery);
  if (!parameters.accepted) return parameters;
  const known = parameters.value;
  const encoding = known.get('SAMLEncoding');
  if (
    encoding !== undefined &&
    percentDecode(Buffer.from(encoding, 'latin1'))?.toString('latin1') !== DEFLATE
  )
    return malformed('SAMLEncoding');
  const kind = known.has('SAMLRequest') ? 'request' : 'response';
  const xml = inflate(known.get(kind === 'request' ? 'SAMLRequest' : 'SAMLResponse') ?? '');
  if (!xml.accepted) return xml;
  const relayState = readRelayState(known.get('RelayState'));
  if (!relayState.accepted) return relayState;
  const detached = readDetached(known, kind === 'request' ? 'SAMLRequest' : 'SAMLResponse');
  if (!detached.accepted) return detached;
  return accept({
    kind,
    binding: 'redirect',
    xml: xml.value,
    relayState: relayState.value,
    detached: detached.value,
  });
}

function inflate(encoded: string): Decision<string> {
  const deflated = readBase64(encoded);
  if (deflated === null) return refuse('base64_malformed');
  try {
    // A kilobyte of query can hold a megabyte of blanks: the output is bounded, not only the input.
    const { buffer, engine } = inflateRawSync(deflated, {
      maxOutputLength: MAX_LOGOUT_XML_BYTES,
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    // What follows the stream is read by nobody, and covered by the signature all the same: a place to hide things.
    if (engine.bytesWritten !== deflated.length) return refuse('logout_deflate_malformed');
    const xml = decodeUtf8(withoutByteOrderMark(buffer));
    return xml === null ? refuse('encoding_malformed') : accept(xml);
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? refuse('message_too_large')
      : refuse('logout_deflate_malformed');
  }
}

/** Null where there is neither algorithm nor signature; one without the other is refused. */
function readDetached(
  known: ReadonlyMap<string, string>,
  name: 'SAMLRequest' | 'SAMLResponse',
): Decision<DetachedSignature | null> {
  const rawAlgorithm = known.get('SigAlg');
  const rawSignature = known.get('Signature');
  if (rawAlgorithm === undefined && rawSignature === undefined) return accept(null);
  if (!rawAlgorithm || !rawSignature) return refuse('logout_signature_missing');
  const value = readBase64(rawSignature);
  const algorithm = percentDecode(Buffer.from(rawAlgorithm, 'latin1'));
  if (value === null || algorithm === null) return refuse('signature_malformed');
  const rawRelayState = known.get('RelayState');
  const signedOctets = [
    `${name}=${known.get(name) ?? ''}`,
    ...(rawRelayState === undefined ? [] : [`RelayState=${rawRelayState}`]),
    `SigAlg=${rawAlgorithm}`,
  ].join('&');
  return accept({ algorithm: algorithm.toString('latin1'), signedOctets, value });
}
