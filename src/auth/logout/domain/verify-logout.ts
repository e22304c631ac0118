import { verify } from 'node:crypto';
import { accept, refuse, type Decision } from '../../../errors/index.js';
import { SIGNATURE_METHODS, usesSha1 } from '../../../xml/domain/signature-algorithms.js';
import { type TrustedKey, verifySignature } from '../../../xml/domain/verify-signature.js';
import type { DetachedSignature, LogoutMessage, LogoutTransport } from './logout-message.js';
import { readLogoutMessage } from './read-logout-message.js';

/**
 * The message, read and with its signature verified by one of the connection's keys. Every logout message must be signed
 * (SAML profiles 4.4.3.1, Kantara SDP-SP25): whoever could end sessions unsigned could sign out a whole company.
 */
export function verifyLogout(
  transport: LogoutTransport,
  keys: readonly TrustedKey[],
): Decision<LogoutMessage> {
  const message = readLogoutMessage(transport.xml, transport.kind);
  if (!message.accepted) return message;
  if (keys.length === 0) return refuse('certificate_missing');
  return transport.binding === 'redirect'
    ? verifyRedirected(message.value, transport.detached, keys)
    : verifyPosted(transport, message.value, keys);
}

/** SAML bindings 3.4.4.1: the query is signed, and a signature inside the document must be gone. */
function verifyRedirected(
  message: LogoutMessage,
  detached: DetachedSignature | null,
  keys: readonly TrustedKey[],
): Decision<LogoutMessage> {
  if (message.signature) return refuse('signature_misplaced', { element: 'Signature' });
  if (!detached) return refuse('logout_signature_missing');
  const method = SIGNATURE_METHODS.get(detached.algorithm);
  // SHA-1 never, whatever the connection allows for responses.
  if (!method || method.hash === 'sha1')
    return refuse('signature_algorithm_forbidden', { algorithm: detached.algorithm.slice(0, 200) });
  const octets = Buffer.from(detached.signedOctets, 'latin1');
  const isVerified = keys
    .filter(({ key }) => key.asymmetricKeyType === method.keyType)
    // RFC 4050: r and s side by side; RSA knows no such thing.
    .some(({ key }) =>
      verify(method.hash, octets, { key, dsaEncoding: 'ieee-p1363' }, detached.value),
    );
  return isVerified ? accept(message) : refuse('signature_invalid', { part: 'query' });
}

/** SAML bindings 3.5.5.2: an enveloped signature of the message itself, which is then read from what the signature covers. */
function verifyPosted(
  { xml, kind }: LogoutTransport,
  { element, signature }: LogoutMessage,
  keys: readonly TrustedKey[],
): Decision<LogoutMessage> {
  if (!signature) return refuse('logout_signature_missing');
  if (usesSha1(signature)) {
    return refuse('signature_algorithm_forbidden', { algorithm: signature.algorithm });
  }
  const verified = verifySignature(xml, [element], signature, keys);
  return verified.accepted ? readLogoutMessage(verified.value.canonicalXml, kind) : verified;
}
