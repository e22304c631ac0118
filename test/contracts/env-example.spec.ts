import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { AppConfig, ENVIRONMENT_NAMES } from '../../src/config/index.js';

const text = readFileSync(join(resolve(import.meta.dirname, '../..'), '.env.example'), 'utf8');

/** The file as blocks: comment lines, then one assignment. */
const blocks = text
  .split(/\n\s*\n/)
  .slice(1)
  .map((block) => block.trim().split('\n'));

describe('.env.example', () => {
  it('holds every variable that the product reads, and no other, in its order', () => {
    const names = blocks.map((lines) => lines.at(-1)?.split('=')[0]);
    expect(names).toEqual([...ENVIRONMENT_NAMES]);
  });

  it.each(blocks.map((lines) => [lines.at(-1) ?? '', lines] as const))(
    'explains %s',
    (_assignment, lines) => {
      const comments = lines.slice(0, -1);
      expect(comments.length).toBeGreaterThan(0);
      for (const comment of comments) expect(comment).toMatch(/^# \S/);
    },
  );

  it('shows the defaults: copied to .env it changes nothing', () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'imagen-env-'));
    const copied = { ...parseEnv(text), DATA_DIR };
    expect(JSON.stringify(AppConfig.read(copied))).toBe(
      JSON.stringify(AppConfig.read({ DATA_DIR })),
    );
    rmSync(DATA_DIR, { recursive: true });
  });
});
