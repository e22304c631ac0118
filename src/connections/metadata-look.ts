import { createHash, X509Certificate } from 'node:crypto';
import { UserError } from '../errors/index.js';
import type { OutboundClient, Validators } from '../outbound/index.js';
import type { Connection } from './connection.js';
import { decodeXmlText } from './domain/decode-xml-text.js';
import { MetadataRefused, quoted } from './domain/metadata-problems.js';
import type { IdpMetadata } from './domain/metadata.js';
import { requireNotOver } from './domain/plan-refresh.js';
import { readMetadata } from './domain/read-metadata.js';
import { verifyMetadataSignature } from './domain/verify-metadata-signature.js';
import type { MetadataState } from './metadata-state.js';

export interface RefreshProblem {
  readonly code: string;
  /** One sentence that says what is wrong, and what to do. */
  readonly message: string;
}

/** What the address has to say. */
export type Look =
  | { readonly kind: 'same'; readonly validators: Validators | null }
  | {
      readonly kind: 'document';
      readonly metadata: IdpMetadata;
      readonly validators: Validators;
      readonly sha256Hex: string;
    }
  | { readonly kind: 'problem'; readonly problem: RefreshProblem };

/**
 * Fetches and reads, outside any transaction. Nothing of it is believed yet.
 * @param isConditional false: all of the document is wanted, whatever we have
 */
export async function lookAt(
  outbound: OutboundClient,
  connection: Connection & { readonly metadataUrl: string },
  state: MetadataState,
  isConditional: boolean,
  nowMs: number,
): Promise<Look> {
  try {
    const known = isConditional ? state : { etag: null, lastModified: null };
    const fetched = await outbound.getIfChanged(connection.metadataUrl, known);
    if (fetched.kind === 'not_modified') return same(null, state, nowMs);
    const { body, validators } = fetched;
    const sha256Hex = createHash('sha256').update(body).digest('hex');
    if (isConditional && sha256Hex === state.documentSha256Hex)
      return same(validators, state, nowMs);
    const metadata = readOf(body, connection.idpEntityId, state.trustAnchorDerBase64, nowMs);
    return { kind: 'document', metadata, validators, sha256Hex };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'problem', problem: problemOf(error) };
    throw error;
  }
}

export function problemOf({ code, message }: UserError): RefreshProblem {
  return { code, message };
}

function same(validators: Validators | null, state: MetadataState, nowMs: number): Look {
  requireNotOver(state.validUntilMs, nowMs);
  return { kind: 'same', validators };
}

/**
 * Reads a document that came from an address. With a trust anchor only what its key signed is read.
 * @throws MetadataRefused
 */
export function readOf(
  bytes: Buffer,
  entityId: string | undefined,
  trustAnchorDerBase64: string | null,
  nowMs: number,
): IdpMetadata {
  try {
    // Read first: whatever is no metadata at all gets the sentence that says what it is.
    const sent = readMetadata(bytes, { nowMs, ...(entityId === undefined ? {} : { entityId }) });
    if (trustAnchorDerBase64 === null) return sent;
    const { publicKey } = new X509Certificate(Buffer.from(trustAnchorDerBase64, 'base64'));
    const signed = verifyMetadataSignature(decodeXmlText(bytes), publicKey);
    return readMetadata(signed, { nowMs, entityId: sent.entityId });
  } catch (error) {
    throw error instanceof MetadataRefused && error.problem === 'metadata_entity_not_found'
      ? new MetadataRefused('metadata_entity_id_changed', quoted(error.candidates.join(', '), 500))
      : error;
  }
}
