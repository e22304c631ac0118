import { type PostedForm } from '../../src/auth/saml/domain/gate-message.js';
import { Seeded } from '../support/saml/seeded.js';
import { mutateBase64, mutateBytes, mutateForm, mutateRequest } from './mutate-text.js';
import { mutateSignature, mutateTree } from './mutate-xml.js';

export const LEVELS = ['bytes', 'base64', 'form', 'tree', 'signature', 'request'] as const;
export type Level = (typeof LEVELS)[number];

/** One case: the same message for the same corpus, level and seed. */
export function mutant(corpus: readonly string[], level: Level, seed: number): PostedForm {
  const random = new Seeded(seed);
  const genuine = () => corpus[random.below(corpus.length)] ?? '';
  let xml = genuine();
  const rounds = 1 + random.below(3);
  const times = <T>(value: T, change: (value: T) => T): T => {
    let changed = value;
    for (let round = 0; round < rounds; round += 1) changed = change(changed);
    return changed;
  };
  if (level === 'tree') xml = times(xml, (each) => mutateTree(each, genuine(), random));
  if (level === 'signature') xml = times(xml, (each) => mutateSignature(each, genuine(), random));
  let bytes: Buffer = Buffer.from(xml, 'utf8');
  if (level === 'bytes') bytes = times(bytes, (each) => mutateBytes(each, random));
  let base64 = bytes.toString('base64');
  if (level === 'base64') base64 = times(base64, (each) => mutateBase64(each, random));
  let form = `SAMLResponse=${encodeURIComponent(base64)}&RelayState=x`;
  if (level === 'form') form = times(form, (each) => mutateForm(each, random));
  const posted = { contentType: 'application/x-www-form-urlencoded', body: Buffer.from(form) };
  if (level !== 'request') return posted;
  const other = encodeURIComponent(Buffer.from(genuine()).toString('base64'));
  return mutateRequest(posted, other, random);
}
