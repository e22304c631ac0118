import { UserError } from '../errors/index.js';
import { quoted } from './domain/metadata-problems.js';

const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const TARGETED_ID = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';

/** Addresses change hands: whoever gets a former colleague's address must not get the account with it. */
const MAIL_NAMES = new Set([
  'mail',
  'email',
  'emailaddress',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
]);

/** What carries the user principal name in Entra's responses, which is renamed and reassigned as people come and go. */
const ENTRA_ALIAS_NAMES = new Set([
  TARGETED_ID,
  'urn:oid:0.9.2342.19200300.100.1.1',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn',
]);

const MAX_LENGTH = 512;

/** The identifier of a new connection's people that neither changes nor is ever given to somebody else. */
export function defaultSubjectSource(entraTenantId: string | null): string {
  return `attribute:${entraTenantId === null ? TARGETED_ID : OBJECT_ID}`;
}

/** @throws UserError where the text is no source, or one that is known to change hands */
export function checkedSubjectSource(text: string, entraTenantId: string | null): string {
  if (text === 'persistent_name_id') return text;
  const name = /^attribute:(\S+)$/.exec(text)?.[1];
  if (name === undefined || text.length > MAX_LENGTH || /[\p{Cc}\p{Cf}]/u.test(text)) {
    throw new UserError(
      'subject_source_malformed',
      `subject_source is persistent_name_id or attribute:<name of the attribute>, not ${JSON.stringify(quoted(text))}.`,
    );
  }
  if (MAIL_NAMES.has(name.toLowerCase())) {
    throw new UserError(
      'subject_source_unsafe',
      'An e-mail address may be given to somebody else, who would get the account with it: choose an identifier that is never reused.',
    );
  }
  if (entraTenantId !== null && ENTRA_ALIAS_NAMES.has(name)) {
    throw new UserError(
      'subject_source_unsafe',
      `From Entra that attribute is the user principal name, which may be given to somebody else: keep attribute:${OBJECT_ID}.`,
    );
  }
  return text;
}
