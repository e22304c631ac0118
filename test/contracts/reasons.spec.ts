import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { type RefusalEntry, refusals } from '../../src/errors/index.js';

const FILE = new URL('../../docs/reference/reasons.md', import.meta.url);
const STEPS = [
  'transport',
  'gate',
  'signature',
  'profile',
  'context',
  'identity',
  'roles',
  'logout',
] as const;
const PAGES: Readonly<Record<RefusalEntry['page'], string>> = {
  start_again: 'sign in again',
  not_verified: 'could not be verified',
  identity_provider_refused: 'your company did not sign you in',
  no_access: 'no access',
  authenticate_again: 'sign in again at your organization',
  second_factor_needed: 'a second factor is needed',
  busy: 'too many requests',
};

function reasonsDocument(): string {
  const entries: [string, RefusalEntry][] = Object.entries(refusals);
  const sections = STEPS.flatMap((step) => [
    `## ${step}`,
    '',
    '| code | what happened | what to do | the person sees |',
    '|---|---|---|---|',
    ...entries
      .filter(([, entry]) => entry.step === step)
      .map(
        ([code, { meaning, remedy, page, status }]) =>
          `| \`${code}\` | ${meaning} | ${remedy} | ${PAGES[page]} (${status.toString()}) |`,
      ),
    '',
  ]);
  return [
    '# Why a sign-in was refused',
    '',
    'Made from `src/errors/catalogue.ts`; a test fails when it is stale. The steps are in the order in which they are decided, and the',
    'first failure is the reason. The person sees one of five pages with a reference number, never the code.',
    '',
    ...sections,
  ].join('\n');
}

/** UPDATE_REFERENCE=1 writes it anew. */
it('docs/reference/reasons.md says what the catalogue says', () => {
  if (process.env.UPDATE_REFERENCE === '1') writeFileSync(FILE, reasonsDocument());
  expect(readFileSync(FILE, 'utf8')).toBe(reasonsDocument());
});
