import { X509Certificate } from 'node:crypto';
import { type Connection, isUsableKey } from '../../connections/index.js';
import type { TrustedKey } from '../../xml/index.js';

const PREPARED = new WeakMap<Connection, readonly TrustedKey[]>();

/**
 * The keys that may verify a message of this connection, ready to use, those too weak or of a foreign kind left out. Reading
 * a certificate costs several verifications: once per connection as it was read, not once per response.
 */
export function trustedKeysOf(connection: Connection): readonly TrustedKey[] {
  const prepared = PREPARED.get(connection) ?? prepare(connection);
  PREPARED.set(connection, prepared);
  return prepared;
}

function prepare(connection: Connection): readonly TrustedKey[] {
  return connection.certificates.filter(isUsableKey).map(({ derBase64, sha256Hex }) => ({
    certificateBase64: derBase64,
    certificateSha256Hex: sha256Hex,
    key: new X509Certificate(Buffer.from(derBase64, 'base64')).publicKey,
  }));
}
