import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ENVIRONMENT_NAMES } from '../../src/config/index.js';

const checkout = resolve(import.meta.dirname, '../..');

/** Run after `npm run build`: npm test builds first. */
describe('the built product', () => {
  it('holds every file of src and migrations, and no spec', () => {
    const sources = [
      ...globSync('**/*.{ts,tsx}', { cwd: join(checkout, 'src') }),
      ...globSync('migrations/**/*.ts', { cwd: checkout }),
    ].filter((file) => !/\.spec\.tsx?$/.test(file));
    const missing = sources
      .map((file) => join('dist', file.replace(/\.tsx?$/, '.js')))
      .filter((file) => !existsSync(join(checkout, file)));
    expect(sources.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
    expect(globSync('dist/**/*.spec.*', { cwd: checkout })).toEqual([]);
  });

  it('reads the variables that the source declares, those without a default included', () => {
    const script =
      "import('./dist/config/index.js').then((c) => console.log(JSON.stringify(c.ENVIRONMENT_NAMES)))";
    const printed = execFileSync(process.execPath, ['--eval', script], {
      cwd: checkout,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });
    expect(JSON.parse(printed)).toEqual([...ENVIRONMENT_NAMES]);
    expect(ENVIRONMENT_NAMES).toContain('SECRET_KEY');
  });
});
