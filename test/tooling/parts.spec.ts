import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

interface Tool {
  readonly name: string;
  readonly neededBy: RegExp;
}

/** What a spec says when it uses a tool, and the tool's name in test/run/tools.mjs. */
const USES: readonly [RegExp, string][] = [
  [/verify-with-xmlsec\./, 'xmlsec1'],
  [/validate-with-xmllint\./, 'xmllint with the OASIS schemas'],
  [/support\/browser|interop-world/, 'Chromium'],
  [/SIMPLESAMLPHP_DIR|idps\/simplesamlphp/, 'SimpleSAMLphp with PHP'],
  [/PYSAML2_PYTHON|idps\/python/, 'pysaml2'],
  [/LASSO_PYTHON|idps\/python/, 'lasso'],
  [/load-balancer\./, 'HAProxy'],
];

const root = resolve(import.meta.dirname, '../..');
let tools: readonly Tool[];
let files: readonly string[];

beforeAll(async () => {
  ({ tools } = (await import(`${root}/test/run/tools.mjs`)) as { tools: readonly Tool[] });
  const parts = (await import(`${root}/test/run/parts.mjs`)) as {
    specFiles: (root: string) => string[];
  };
  files = parts.specFiles(root);
});

describe('the test command', () => {
  it.each(USES)('finds or installs what a spec that says %s needs', (use, toolName) => {
    const tool = tools.find(({ name }) => name === toolName);
    const others = files.filter((file) => file !== 'test/tooling/parts.spec.ts');
    const users = others.filter((file) => use.test(readFileSync(`${root}/${file}`, 'utf8')));
    expect(users).not.toEqual([]);
    expect(users.filter((file) => !tool?.neededBy.test(file))).toEqual([]);
  });
});
