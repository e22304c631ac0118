import { type Connection, EXPIRY_STEPS, judgeCertificate } from '../../connections/index.js';
import { broken, type Check, ok, warning } from './check.js';

const NAME = 'certificates';

const RENEW =
  'Create the next signing certificate at the IdP before that day and import its metadata again: both are trusted meanwhile.';

/** The keys that sign a tenant's people in today: what counts is the last one to expire. */
export function judgeCertificates(subdomain: string, connection: Connection, nowMs: number): Check {
  const judged = connection.certificates
    .map((certificate) => judgeCertificate(certificate, nowMs))
    .filter((judgement) => judgement.usable);
  if (judged.length === 0) {
    return broken(
      NAME,
      `${subdomain}: no usable certificate, so nobody can sign in`,
      'Import the IdP’s metadata again, with an RSA key of 2,048 bits or more.',
    );
  }
  const daysLeft = Math.max(...judged.map((judgement) => judgement.daysLeft));
  const step = EXPIRY_STEPS.find((days) => days > 0 && daysLeft < days);
  if (step === undefined)
    return ok(NAME, `${subdomain}: the last of ${judged.length} expires in ${daysLeft} days`);
  const when = judged.every((judgement) => judgement.expiry === 'expired')
    ? 'every certificate has expired; sign-in works as long as the IdP goes on using one'
    : `the last certificate expires in less than ${step === 1 ? 'a day' : `${step} days`}`;
  return warning(NAME, `${subdomain}: ${when}`, RENEW);
}
