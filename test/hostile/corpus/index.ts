import { algorithmCases } from './algorithms.js';
import { contentCases } from './content.js';
import { encodingCases } from './encoding.js';
import { markupCases } from './markup.js';
import { namespaceCases } from './namespaces.js';
import { profileCases } from './profile.js';
import { signatureCases } from './signatures.js';
import { structureCases } from './structure.js';
import { timeCases } from './times.js';
import { transportCases } from './transport.js';
import { wrappingCases } from './wrapping.js';
import { type HostileCase } from './case.js';

/**
 * Hostile responses and, between them, legitimate ones: so that refusing everything fails too. The table knows nothing of
 * who runs it; a newly published attack, or a bug found in the field, becomes a row.
 */
export const CORPUS: readonly HostileCase[] = [
  ...transportCases,
  ...encodingCases,
  ...markupCases,
  ...namespaceCases,
  ...structureCases,
  ...wrappingCases,
  ...signatureCases,
  ...algorithmCases,
  ...profileCases,
  ...contentCases,
  ...timeCases,
];

export {
  type AttackContext,
  type Expected,
  type HostileCase,
  type HostileMessage,
} from './case.js';
