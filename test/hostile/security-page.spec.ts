import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';

const checkout = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(checkout, 'docs/security.md'), 'utf8');

/** Whatever looks like a file of this repository. */
const files = [...new Set(page.match(/(?<=`)(?:src|test|deploy|docs)\/[^`\s*]+(?=`)/g))];

it('docs/security.md names tests and files that are there', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => !existsSync(resolve(checkout, file)))).toEqual([]);
});

it.each([
  'OWASP ASVS 5.0',
  'Kantara SAML deployment profile',
  'Published vulnerabilities',
  'Threat model',
])('each line of %s says what shows it', (title) => {
  const start = page.indexOf(`## ${title}`);
  const section = page.slice(start, page.indexOf('\n## ', start + 1));
  const rows = section
    .split('\n')
    .filter((line) => /^\| (?!-)/.test(line))
    .slice(1);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => !/`(?:src|test)\/[^`]+` *\|$/.test(row))).toEqual([]);
});
