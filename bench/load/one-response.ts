import { randomBytes, X509Certificate } from 'node:crypto';
import type { PostedForm } from '../../src/auth/saml/domain/gate-message.js';
import type { ResponseExpectation } from '../../src/auth/saml/domain/decide-response.js';
import type { ResponseOutline } from '../../src/auth/saml/domain/response-outline.js';
import type { VerifiedAssertion } from '../../src/auth/saml/domain/verified-assertion.js';
import type { TrustedKey } from '../../src/xml/index.js';
import { responseForm } from './entra-response.ts';
import { newPeople } from './people.ts';
import { type Parts, valueOf } from './product-parts.ts';
import { addressingOf, type Target } from './target.ts';

/** A good response to one person's sign-in, as posted and as read, and what it is judged by. */
export interface OneResponse {
  readonly form: PostedForm;
  readonly xml: string;
  readonly xmlBytes: Buffer;
  readonly outline: ResponseOutline;
  readonly assertion: VerifiedAssertion;
  readonly expected: ResponseExpectation;
}

export function oneResponse(parts: Parts, target: Target, groupCount: number): OneResponse {
  const [person] = newPeople(1, groupCount);
  if (!person) throw new Error('nobody to sign in');
  const addressing = addressingOf('acme', target.acsPath);
  const nowMs = Date.now();
  const body = Buffer.from(responseForm(person, newRequestId(), addressing, target.key, nowMs));
  const form = { contentType: 'application/x-www-form-urlencoded', body };
  const keys = [trustedKey(target.key.certificateBase64)];
  const judged = { keys, signedElement: 'either', allowsSha1: false } as const;
  const times = { clockSkewSeconds: 180, nowMs, maxResponseAgeSeconds: 600 };
  const { xml, xmlBytes } = valueOf(parts.gateMessage(form));
  const outline = valueOf(parts.gateResponse(xml));
  const { assertion } = valueOf(parts.verifyResponse(xml, outline, keys));
  return {
    ...{ form, xml, xmlBytes, outline, assertion },
    expected: { ...addressing, ...times, ...judged },
  };
}

export function newRequestId(): string {
  return `_${randomBytes(20).toString('hex')}`;
}

function trustedKey(certificateBase64: string): TrustedKey {
  const certificate = new X509Certificate(Buffer.from(certificateBase64, 'base64'));
  return {
    certificateBase64,
    certificateSha256Hex: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    key: certificate.publicKey,
  };
}
