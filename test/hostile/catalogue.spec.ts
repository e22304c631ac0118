import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Advisory, ATTACKS, FAMILIES, type Family } from '../../src/attack/index.js';
import { CONTEXT_CASES } from './context-cases.js';
import { HEADER_CASES } from './header-cases.js';
import { LOGOUT_CASES } from './logout-cases.js';
import { METADATA_CASES } from './metadata-cases.js';
import { REDIRECT_CASES } from './redirect-cases.js';

interface Row {
  readonly family: Family;
  readonly name: string;
  readonly isControl: boolean;
  readonly advisories: readonly Advisory[];
}

/** Every row of every table, each played by the spec of its table. */
const ROWS: readonly Row[] = [
  ...[...ATTACKS, ...CONTEXT_CASES].map((row) => ({
    ...row,
    isControl: row.expected === 'accepted',
  })),
  ...LOGOUT_CASES.map((row) => ({
    ...row,
    family: 'logout' as const,
    advisories: row.advisories ?? [],
    isControl: row.code === null,
  })),
  ...REDIRECT_CASES.map((row) => ({
    ...row,
    family: 'redirect' as const,
    isControl: row.expected !== '/site',
  })),
  ...HEADER_CASES.map((row) => ({
    ...row,
    family: 'header spoofing' as const,
    isControl: false,
  })),
  ...METADATA_CASES.map((row) => ({
    ...row,
    family: 'trust in metadata' as const,
    isControl: row.expected === 'accepted',
  })),
];

const SECURITY_PAGE = resolve(import.meta.dirname, '../../docs/security.md');

describe('the hostile tables together', () => {
  it('hold at least 250 attacks, and at least 60 legitimate variants between them', () => {
    expect(ROWS.filter(({ isControl }) => !isControl).length).toBeGreaterThanOrEqual(250);
    expect(ROWS.filter(({ isControl }) => isControl).length).toBeGreaterThanOrEqual(60);
  });

  it.each(FAMILIES)('hold attacks of the family "%s"', (family) => {
    const attacks = ROWS.filter((row) => row.family === family && !row.isControl);
    expect(attacks.length).toBeGreaterThanOrEqual(5);
  });

  it('name no two rows alike', () => {
    const titles = ROWS.map(({ family, name }) => `${family}: ${name}`);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('have a row for every published vulnerability of docs/security.md, and no other', () => {
    const page = readFileSync(SECURITY_PAGE, 'utf8');
    const [, catalogue = ''] = /## Published vulnerabilities\n(.*?)\n## /s.exec(page) ?? [];
    const published = new Set(catalogue.match(/(?:CVE|GO)-\d{4}-\d+|GHSA(?:-[a-z0-9]{4}){3}/g));
    const played = new Set<string>(ROWS.flatMap(({ advisories }) => advisories));
    expect([...published].filter((number) => !played.has(number)).toSorted()).toEqual([]);
    expect([...played].filter((number) => !published.has(number)).toSorted()).toEqual([]);
    expect(published.size).toBeGreaterThanOrEqual(60);
  });
});
