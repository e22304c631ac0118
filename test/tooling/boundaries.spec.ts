import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { checkout, outputOf, seededTree } from './seeded-tree.js';

interface Seed {
  readonly rule: string;
  readonly from: string;
  readonly imports: string;
  readonly how?: 'type' | 'dynamic';
}

/** One violation per rule, each the smallest that a hurried person would write. */
const violations: readonly Seed[] = [
  { rule: 'layers:errors', from: 'src/errors/a.ts', imports: '../config/index.js' },
  { rule: 'layers:xml', from: 'src/xml/a.ts', imports: '../config/index.js' },
  { rule: 'layers:attack', from: 'src/attack/a.ts', imports: '../config/index.js' },
  { rule: 'layers:config', from: 'src/config/a.ts', imports: '../telemetry/index.js' },
  { rule: 'layers:telemetry', from: 'src/telemetry/a.ts', imports: '../database/index.js' },
  { rule: 'layers:database', from: 'src/database/a.ts', imports: '../secrets/index.js' },
  { rule: 'layers:secrets', from: 'src/secrets/a.ts', imports: '../database/index.js' },
  { rule: 'layers:http', from: 'src/http/a.ts', imports: '../pages/index.js' },
  { rule: 'layers:outbound', from: 'src/outbound/a.ts', imports: '../http/index.js' },
  { rule: 'layers:pages', from: 'src/pages/a.ts', imports: '../audit/index.js' },
  { rule: 'layers:audit', from: 'src/audit/a.ts', imports: '../tenants/index.js' },
  { rule: 'layers:tenants', from: 'src/tenants/a.ts', imports: '../users/index.js' },
  { rule: 'layers:users', from: 'src/users/a.ts', imports: '../auth/index.js' },
  { rule: 'layers:connections', from: 'src/connections/a.ts', imports: '../users/index.js' },
  { rule: 'layers:api-keys', from: 'src/api-keys/a.ts', imports: '../connections/index.js' },
  { rule: 'layers:sp-keys', from: 'src/sp-keys/a.ts', imports: '../connections/index.js' },
  { rule: 'layers:auth', from: 'src/auth/a.ts', imports: '../admin/index.js' },
  { rule: 'layers:admin', from: 'src/admin/a.ts', imports: '../api/index.js' },
  { rule: 'layers:setup', from: 'src/setup/a.ts', imports: '../admin/index.js' },
  { rule: 'layers:api', from: 'src/api/a.ts', imports: '../scim/index.js' },
  { rule: 'layers:scim', from: 'src/scim/a.ts', imports: '../cli/index.js' },
  { rule: 'layers:gateway', from: 'src/gateway/a.ts', imports: '../operations/index.js' },
  { rule: 'layers:operations', from: 'src/operations/a.ts', imports: '../gateway/index.js' },
  { rule: 'layers:cli', from: 'src/cli/a.ts', imports: '../helpers/index.js' },
  { rule: 'layers:unplaced', from: 'src/helpers/a.ts', imports: '../errors/index.js' },
  { rule: 'no-cycle', from: 'src/users/cycle-1.ts', imports: './cycle-2.js' },
  { rule: 'front-door', from: 'src/admin/b.ts', imports: '../users/users.service.js' },
  { rule: 'front-door:root', from: 'src/main.ts', imports: './users/users.service.js' },
  { rule: 'front-door:own', from: 'src/users/b.ts', imports: './index.js' },
  { rule: 'domain-is-pure', from: 'src/users/domain/a.ts', imports: 'typeorm' },
  { rule: 'domain-is-pure', from: 'src/users/domain/b.ts', imports: '../users.service.js' },
  { rule: 'domain-is-pure', from: 'src/users/domain/c.ts', imports: 'node:fs' },
  { rule: 'domain-is-pure', from: 'src/auth/saml/domain/a.ts', imports: '../../../http/index.js' },
  { rule: 'auth-inside:saml', from: 'src/auth/saml/a.ts', imports: '../sign-in/b.js' },
  { rule: 'auth-inside:session', from: 'src/auth/session/a.ts', imports: '../saml/b.js' },
  { rule: 'auth-inside:sign-in', from: 'src/auth/sign-in/a.ts', imports: '../logout/b.js' },
  { rule: 'auth-inside:logout', from: 'src/auth/logout/a.ts', imports: '../sign-in/b.js' },
  { rule: 'library-at-home:@node-saml', from: 'src/auth/sign-in/c.ts', imports: 'passport' },
  { rule: 'library-at-home:@node-saml', from: 'src/api/b.ts', imports: '@node-saml/node-saml' },
  { rule: 'library-at-home:@nestjs/passport', from: 'src/api/c.ts', imports: '@nestjs/passport' },
  { rule: 'library-at-home:mysql2', from: 'src/audit/b.ts', imports: 'mysql2' },
  { rule: 'product-alone', from: 'src/http/b.ts', imports: '../../test/support/builder.js' },
  { rule: 'product-alone', from: 'src/http/c.ts', imports: '../../dev/idp/server.js' },
  { rule: 'product-alone:dev-dependencies', from: 'src/http/d.ts', imports: 'jest' },
  { rule: 'look-alike-alone', from: 'dev/idp/a.ts', imports: '../../src/errors/index.js' },
  { rule: 'look-alike-alone', from: 'dev/idp/b.ts', imports: 'xml-crypto' },
  { rule: 'domain-is-pure', from: 'src/users/domain/d.ts', imports: 'typeorm', how: 'type' },
  { rule: 'layers:audit', from: 'src/audit/c.ts', imports: '../users/index.js', how: 'dynamic' },
  { rule: 'resolvable', from: 'src/http/e.ts', imports: './nowhere.js' },
];

/** What the rules must leave alone: "refuses everything" would fail here. */
const allowed: readonly (readonly [from: string, imports: string])[] = [
  ['src/auth/sign-in/d.ts', '../saml/b.js'],
  ['src/auth/sign-in/d.ts', '../session/b.js'],
  ['src/auth/sign-in/d.ts', '../../users/index.js'],
  ['src/auth/saml/c.ts', '@node-saml/node-saml'],
  ['src/auth/saml/domain/b.ts', '../../../connections/domain/certificate.js'],
  ['src/auth/saml/domain/b.ts', '../../../errors/index.js'],
  ['src/auth/saml/domain/b.ts', 'libxml2-wasm'],
  ['src/auth/saml/domain/b.ts', 'node:crypto'],
  ['src/auth/auth.module.ts', '@nestjs/passport'],
  ['src/database/b.ts', 'mysql2'],
  ['src/app.module.ts', './users/index.js'],
  ['src/users/domain/a.spec.ts', '../../../test/support/builder.js'],
  ['src/users/domain/a.spec.ts', 'node:fs'],
  ['src/users/domain/a.spec.ts', 'jest'],
  ['dev/idp/c.ts', 'node:http'],
  ['dev/start.ts', '../src/app.module.js'],
];

const targets = [
  ...[
    'errors',
    'config',
    'telemetry',
    'database',
    'secrets',
    'http',
    'outbound',
    'pages',
    'audit',
    'tenants',
  ],
  ...[
    'users',
    'connections',
    'api-keys',
    'sp-keys',
    'auth',
    'admin',
    'setup',
    'api',
    'scim',
    'gateway',
  ],
  ...['operations', 'cli', 'helpers'],
].map((module) => `src/${module}/index.ts`);

const otherTargets = [
  'src/users/users.service.ts',
  'src/connections/domain/certificate.ts',
  ...['saml', 'session', 'sign-in', 'logout'].map((part) => `src/auth/${part}/b.ts`),
  ...['test/support/builder.ts', 'dev/idp/server.ts'],
];

const packages = {
  dependencies: [
    'typeorm',
    'passport',
    '@nestjs/passport',
    '@node-saml/node-saml',
    'mysql2',
    'libxml2-wasm',
  ],
  devDependencies: ['jest', 'xml-crypto'],
};

function versions(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '1.0.0']));
}

function filesOfTheTree(): Record<string, string> {
  const files: Record<string, string> = {
    '.dependency-cruiser.cjs': readFileSync(join(checkout, '.dependency-cruiser.cjs'), 'utf8'),
    'tsconfig.json': '{"compilerOptions":{"module":"nodenext","target":"es2023"}}',
    'package.json': JSON.stringify({
      name: 'seeded',
      type: 'module',
      dependencies: versions(packages.dependencies),
      devDependencies: versions(packages.devDependencies),
    }),
  };
  for (const path of [...targets, ...otherTargets]) files[path] = 'export const here = 1;\n';
  for (const name of [...packages.dependencies, ...packages.devDependencies]) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, main: 'index.js' });
    files[`node_modules/${name}/index.js`] = 'exports.here = 1;\n';
  }
  const wanted: Omit<Seed, 'rule'>[] = [
    ...violations,
    ...allowed.map(([from, imports]) => ({ from, imports })),
    { from: 'src/users/cycle-2.ts', imports: './cycle-1.js' },
  ];
  for (const seed of wanted) files[seed.from] = `${files[seed.from] ?? ''}${statement(seed)}\n`;
  return files;
}

function statement({ imports, how }: Omit<Seed, 'rule'>): string {
  if (how === 'type') return `import type { A } from '${imports}'; export type B = A;`;
  return how === 'dynamic' ? `await import('${imports}');` : `import '${imports}';`;
}

interface Report {
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

describe('the rules of who may import whom', () => {
  const tree = seededTree(filesOfTheTree());
  let found: Report['summary']['violations'] = [];

  beforeAll(async () => {
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'dev'];
    const output = await outputOf(
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      args,
      tree.root,
    );
    found = (JSON.parse(output) as Report).summary.violations;
  }, 120_000);

  afterAll(tree.remove);

  it.each(violations)('$rule finds $from importing $imports', ({ rule, from }) => {
    // A cycle is reported once, at either of its ends.
    const here = found.filter((v) => v.from === from || (rule === 'no-cycle' && v.to === from));
    expect(here.map((v) => v.rule.name)).toContain(rule);
  });

  it.each(allowed)('%s may import %s', (from) => {
    expect(found.filter((v) => v.from === from)).toEqual([]);
  });

  it('every rule is broken once by this list', () => {
    const config = createRequire(import.meta.url)(join(checkout, '.dependency-cruiser.cjs')) as {
      forbidden: { name: string }[];
    };
    const names = config.forbidden.map(({ name }) => name);
    expect(names.filter((name) => !violations.some(({ rule }) => rule === name))).toEqual([]);
  });
});
