import type { SpKeyRecord, SpKeySeals } from '../../sp-keys/index.js';
import { broken, type Check, ok, warning } from './check.js';

const NAME = 'our own keys';
const DAY_MS = 86_400_000;
const WARN_DAYS = 60; // IdPs may look at the dates, and a customer needs weeks to take over another certificate

/** Whether the keys of all tenants will still open after a SECRET_KEY is taken out of the list. */
export function judgeSeals({ first, older, unknown }: SpKeySeals): Check {
  if (unknown > 0)
    return broken(
      NAME,
      `${unknown} were sealed by a SECRET_KEY that is not configured: encrypted assertions and signed messages of their tenants fail`,
      'Put that SECRET_KEY at the end of the list again, then run: imagen-sso keys reseal',
    );
  return older > 0
    ? warning(
        NAME,
        `${older} are sealed under an older SECRET_KEY`,
        'Once every instance has the new one first, and before the old one is removed, run: imagen-sso keys reseal',
      )
    : ok(NAME, `${first} sealed under the first SECRET_KEY`);
}

/** The keys that a tenant's IdP knows us by today. */
export function judgeSpKeys(subdomain: string, keys: readonly SpKeyRecord[], nowMs: number): Check {
  const current = keys.filter(({ state }) => state === 'current');
  if (current.length === 0)
    return warning(
      NAME,
      `${subdomain}: none, so logout messages go out unsigned and encrypted assertions are refused`,
      `Run: imagen-sso keys create ${subdomain}`,
    );
  const first = current.reduce((a, b) => (a.notAfterMs <= b.notAfterMs ? a : b));
  const daysLeft = Math.floor((first.notAfterMs - nowMs) / DAY_MS);
  if (daysLeft >= WARN_DAYS)
    return ok(NAME, `${subdomain}: the first certificate expires in ${daysLeft} days`);
  return warning(
    NAME,
    daysLeft < 0
      ? `${subdomain}: the certificate for ${first.use} has expired; an IdP that looks at its dates refuses us`
      : `${subdomain}: the certificate for ${first.use} expires in less than ${daysLeft + 1} day(s)`,
    `Replace the key: imagen-sso keys prepare ${subdomain} --use ${first.use}`,
  );
}
