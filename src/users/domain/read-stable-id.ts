import { accept, type Decision, refuse } from '../../errors/index.js';
import {
  type AssertedClaims,
  clip,
  hasForbiddenCharacters,
  PERSISTENT,
  TRANSIENT,
} from './asserted-claims.js';

export const MAX_STABLE_ID_LENGTH = 1024;
const ATTRIBUTE = 'attribute:';

/**
 * The one identifier that this connection's accounts are keyed on. Exactly its source, exactly one value, byte for byte:
 * an identifier that is repaired, or replaced by another where it lacks, is another person's sooner or later.
 * @param subjectSource `attribute:<name>` or `persistent_name_id`, fixed when the connection was activated
 */
export function readStableId(claims: AssertedClaims, subjectSource: string): Decision<string> {
  if (subjectSource === 'persistent_name_id') return readPersistentNameId(claims);
  if (!subjectSource.startsWith(ATTRIBUTE))
    throw new Error('the connection has a subject source that this version does not know');
  const values = claims.attributes.get(subjectSource.slice(ATTRIBUTE.length)) ?? [];
  const [value] = values;
  if (value === undefined) {
    const sent = clip([...claims.attributes.keys()].join(' '), 1000);
    return refuse('subject_missing', { subjectSource, attributesSent: sent });
  }
  if (values.length > 1)
    return refuse('subject_not_unique', { subjectSource, values: values.length.toString() });
  return checkShape(value, subjectSource);
}

/** SAML core 8.3.7. Any other format may change (e-mail address) or says nothing of how long it lives (unspecified). */
function readPersistentNameId({ nameId }: AssertedClaims): Decision<string> {
  const subjectSource = 'persistent_name_id';
  if (!nameId) return refuse('subject_missing', { subjectSource });
  if (nameId.format === TRANSIENT)
    return refuse('subject_malformed', { subjectSource, problem: 'transient' });
  if (nameId.format !== PERSISTENT)
    return refuse('subject_missing', {
      subjectSource,
      formatSent: clip(nameId.format ?? 'none', 200),
    });
  return checkShape(nameId.value, subjectSource);
}

function checkShape(value: string, subjectSource: string): Decision<string> {
  const problem = problemOf(value);
  return problem ? refuse('subject_malformed', { subjectSource, problem }) : accept(value);
}

function problemOf(value: string): string | null {
  if (value === '') return 'empty';
  if (value.trim() !== value) return 'blanks at its ends';
  if (value.length > MAX_STABLE_ID_LENGTH) return `longer than ${MAX_STABLE_ID_LENGTH} characters`;
  return hasForbiddenCharacters(value) ? 'control characters' : null;
}
