import { algorithmCases } from './algorithms.js';
import { commentCases } from './comments.js';
import { contentCases } from './content.js';
import { digestCases } from './digest.js';
import { dtdCases } from './dtd.js';
import { encodingCases } from './encoding.js';
import { encryptionCases } from './encryption.js';
import { parserCases } from './parsers.js';
import { profileCases } from './profile.js';
import { resourceCases } from './resources.js';
import { signatureCases } from './signatures.js';
import { structureCases } from './structure.js';
import { timeCases } from './times.js';
import { transportCases } from './transport.js';
import { wrappingCases } from './wrapping.js';
import { type HostileCase } from './case.js';

/**
 * Hostile responses and, between them, legitimate ones: so that refusing everything fails too. The table knows nothing of
 * who plays it; a newly published attack, or a bug found in the field, becomes a row.
 */
export const ATTACKS: readonly HostileCase[] = [
  ...transportCases,
  ...encodingCases,
  ...dtdCases,
  ...commentCases,
  ...parserCases,
  ...resourceCases,
  ...structureCases,
  ...wrappingCases,
  ...signatureCases,
  ...digestCases,
  ...algorithmCases,
  ...profileCases,
  ...contentCases,
  ...timeCases,
  ...encryptionCases,
];

export {
  type AttackContext,
  type Expected,
  type HostileCase,
  type HostileMessage,
} from './case.js';
