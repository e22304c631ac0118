import { X509Certificate } from 'node:crypto';
import { type Decision } from '../../../src/errors/index.js';
import {
  decideResponse as decideXml,
  type AcceptedResponse,
  type ResponseExpectation,
} from '../../../src/auth/saml/domain/decide-response.js';
import { gateMessage, type PostedForm } from '../../../src/auth/saml/domain/gate-message.js';
import { type TrustedKey } from '../../../src/xml/index.js';
import { type SigningKey } from './signing-key.js';

export type PipelineConnection = ResponseExpectation;

/** A key as a connection would trust it. */
export function trusted({ certificateBase64 }: SigningKey): TrustedKey {
  const certificate = new X509Certificate(Buffer.from(certificateBase64, 'base64'));
  return {
    certificateBase64,
    certificateSha256Hex: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    key: certificate.publicKey,
  };
}

/** The protocol steps as the guard runs them, without HTTP, cookies and database. */
export function decideResponse(
  form: PostedForm,
  connection: PipelineConnection,
): Decision<AcceptedResponse> {
  const message = gateMessage(form);
  return message.accepted ? decideXml(message.value.xml, connection).decision : message;
}
