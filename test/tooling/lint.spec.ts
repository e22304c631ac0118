import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, outputOf, seededTree } from './seeded-tree.js';

const spec = "import { describe, it, expect } from '@jest/globals';\n";

/** rule, file, code: what somebody writes in a hurry. */
const violations: readonly (readonly [rule: string, file: string, code: string])[] = [
  [
    '@typescript-eslint/no-floating-promises',
    'src/audit/a.ts',
    'export async function append(): Promise<void> { await Promise.resolve(); }\nexport function f(): void { append(); }',
  ],
  ['@typescript-eslint/no-explicit-any', 'src/audit/b.ts', 'export const a: any = 1;'],
  [
    '@typescript-eslint/no-non-null-assertion',
    'src/audit/c.ts',
    'export function f(list: string[]): string { return list.at(0)!; }',
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    'src/audit/d.ts',
    "export function f(kind: 'a' | 'b'): void { switch (kind) { case 'a': break; } }",
  ],
  [
    '@typescript-eslint/consistent-type-imports',
    'src/audit/e.ts',
    "import { Service } from './service.js';\nexport function f(service: Service): string { return service.name; }",
  ],
  ['@typescript-eslint/no-extraneous-class', 'src/audit/f.ts', 'export class Empty {}'],
  ['no-restricted-syntax', 'src/audit/g.ts', 'export default function f(): void { return; }'],
  ['no-restricted-syntax', 'src/audit/h.ts', "export const port = process.env['PORT'];"],
  ['no-console', 'src/audit/i.ts', "console.log('here');"],
  ['max-lines', 'src/audit/j.ts', 'export {};\n' + "void 'line';\n".repeat(300)],
  ['no-restricted-syntax', 'src/users/domain/a.ts', 'export const now = Date.now();'],
  ['no-restricted-syntax', 'src/users/domain/b.ts', 'export const now = new Date();'],
  ['no-restricted-syntax', 'src/users/domain/c.ts', 'export const chance = Math.random();'],
  ['no-restricted-syntax', 'src/users/domain/d.ts', 'export const home = process.env.HOME;'],
  ['no-restricted-globals', 'src/users/domain/e.ts', 'export const id = crypto.randomUUID();'],
  [
    'no-restricted-imports',
    'src/users/domain/f.ts',
    "import { randomBytes } from 'node:crypto';\nexport const id = randomBytes(8);",
  ],
  ['no-restricted-syntax', 'test/a.spec.ts', `${spec}it.skip('a', () => { expect(1).toBe(1); });`],
  ['no-restricted-syntax', 'test/b.spec.ts', `${spec}describe.only('a', () => { void it; });`],
  ['no-restricted-syntax', 'test/c.spec.ts', `${spec}it('a', () => {});`],
  ['no-restricted-syntax', 'test/d.spec.ts', `${spec}it.each([1])('a %s', () => {});`],
  ['no-restricted-syntax', 'test/e.spec.ts', `${spec}it.todo('a');`],
  [
    'no-restricted-syntax',
    'test/f.spec.ts',
    `${spec}it('a', async () => { await new Promise((go) => { setTimeout(go, 100); }); expect(1).toBe(1); });`,
  ],
  [
    'no-restricted-syntax',
    'test/g.spec.ts',
    `import { setTimeout as sleep } from 'node:timers/promises';\n${spec}it('a', async () => { await sleep(1); expect(1).toBe(1); });`,
  ],
];

const innocent: Readonly<Record<string, string>> = {
  'src/config/a.ts': 'export const port = process.env.PORT;',
  'src/users/domain/g.ts':
    "import { createHash } from 'node:crypto';\nexport function f(nowMs: number): string { return createHash('sha256').update(new Date(nowMs).toISOString()).digest('hex'); }",
  // Nest injects by the parameter's class: making this a type-only import would break it at run time.
  'src/audit/injected.ts':
    "import { Service } from './service.js';\nfunction Injectable() { return (_target: unknown): void => { return; }; }\n@Injectable()\nexport class Reader { constructor(readonly service: Service) {} }",
  'src/audit/module.ts':
    'function Module() { return (_target: unknown): void => { return; }; }\n@Module()\nexport class AuditModule {}',
  'src/audit/service.ts': "export class Service { readonly name = 'audit'; }",
  'test/h.spec.ts': `${spec}describe('a', () => { it('b', () => { expect(1).toBe(1); }); });`,
  'tool.config.mjs': 'export default {};',
};

interface LintedFile {
  filePath: string;
  messages: { ruleId: string | null; message: string }[];
}

describe('the linter', () => {
  const copied = ['eslint.config.mjs', 'tsconfig.json', 'package.json'];
  const tree = seededTree({
    ...Object.fromEntries(copied.map((name) => [name, readFileSync(join(checkout, name), 'utf8')])),
    ...Object.fromEntries(violations.map(([, file, code]) => [file, `${code}\n`])),
    ...innocent,
  });
  let linted: LintedFile[] = [];

  beforeAll(async () => {
    symlinkSync(join(checkout, 'node_modules'), join(tree.root, 'node_modules'));
    const output = await outputOf(
      'node_modules/eslint/bin/eslint.js',
      ['--format', 'json', '.'],
      tree.root,
    );
    linted = JSON.parse(output) as LintedFile[];
  }, 120_000);

  afterAll(tree.remove);

  function rulesBrokenIn(file: string): (string | null)[] {
    const found = linted.find(({ filePath }) => filePath.endsWith(`/${file}`));
    if (found === undefined) throw new Error(`${file} was not linted`);
    return found.messages.map(({ ruleId, message }) => ruleId ?? message);
  }

  it.each(violations)('%s finds what %s does', (rule, file) => {
    expect(rulesBrokenIn(file)).toContain(rule);
  });

  it.each(Object.keys(innocent))('leaves %s alone', (file) => {
    expect(rulesBrokenIn(file)).toEqual([]);
  });
});
