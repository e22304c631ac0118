import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Access, ACCESS_KEY } from '../../src/http/index.js';
import { openApiDocument } from '../../src/api/openapi/document.js';
import { examples } from '../../src/api/openapi/examples.js';
import { operations } from '../../src/api/openapi/operations.js';
import { problems } from '../../src/api/openapi/problems.js';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import { SESSION_COOKIE } from '../support/paths.js';
import type { Product } from '../support/product.js';

type Json = Readonly<Record<string, unknown>>;

const document = JSON.parse(
  JSON.stringify(openApiDocument('https://acme.imagencloud.com')),
) as Json;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME_MS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addFormat('uuid', UUID);
ajv.addFormat('date-time', (text) => TIME_MS.test(text) && !Number.isNaN(Date.parse(text)));
for (const word of ['openapi', 'info', 'servers', 'tags', 'paths', 'components', 'x-problems'])
  ajv.addKeyword(word);
ajv.addSchema({
  $id: 'https://acme.imagencloud.com/api/openapi.json',
  ...(closed(document) as Json),
});

function schemaNamed(name: string): ValidateFunction {
  return ajv.compile({
    $ref: `https://acme.imagencloud.com/api/openapi.json#/components/schemas/${name}`,
  });
}

function mistakesOf(validate: ValidateFunction, value: unknown): unknown {
  return validate(value) ? [] : validate.errors;
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result).toMatchObject({ valid: true });
  });

  it.each(Object.entries(examples))('gives an example of %s that is one', (name, example) => {
    expect(mistakesOf(schemaNamed(name), example)).toEqual([]);
  });

  it.each(operations)('gives examples for $path that are valid', ({ path }) => {
    const { parameters, responses } = operationAt(path);
    const given = parameters.filter((parameter) => 'example' in parameter);
    for (const { schema, example, name } of given) {
      const validate = ajv.compile(schema as Json);
      const isTime = (schema as Json)['format'] === 'date-time'; // our input may leave out milliseconds
      if (!isTime)
        expect({ name, mistakes: mistakesOf(validate, example) }).toEqual({ name, mistakes: [] });
      else expect(Number.isNaN(Date.parse(String(example)))).toBe(false);
    }
    expect(responses['200']).toHaveProperty('content.application/json.example');
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names the cookie that the product sets', () => {
    expect(document).toHaveProperty('components.securitySchemes.session.name', SESSION_COOKIE);
  });

  it('explains every problem that the product can answer with', () => {
    const thrown = new Set(
      sourcesBelow('src').flatMap((text) =>
        [...text.matchAll(/new ProblemError\(\s*(?:\w+|\d+),\s*'(\w+)'/g)].map(
          ([, code = '']) => code,
        ),
      ),
    );
    expect(thrown.size).toBeGreaterThan(10);
    expect(problems.map(({ code }) => code).toSorted()).toEqual([...thrown].toSorted());
  });
});

describe.each(databases)('the API and its document on $kind', (kind) => {
  let world: ApiWorld;
  let key: string;

  beforeAll(async () => {
    world = await openApiWorld(kind);
    key = await world.key('acme', ['users:read', 'groups:read', 'roles:read', 'audit:read']);
  });

  afterAll(() => world.product.close());

  it('have the same routes, methods and scopes', () => {
    const documented = operations.map(({ path, scope }) => ({
      path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      method: 'GET',
      access: { kind: 'scope', scope },
    }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect(routesOf(world.product).toSorted(byPath)).toEqual(documented.toSorted(byPath));
  });

  it.each(operations)('$path answers as its schema says', async ({ path, answer }) => {
    await world.makeAdministrator('oid-2');
    const validate = schemaNamed(answer);
    const address = await realAddress(world, path);
    const body = (await world.get(address, key)).json() as { items?: readonly unknown[] };
    expect(mistakesOf(validate, body)).toEqual([]);
    if ('items' in body) expect(body.items).not.toEqual([]);
  });

  it('every kind of event that there is fits the schema', async () => {
    const answer = await world.get('/api/v1/audit-events?limit=200', key);
    expect(mistakesOf(schemaNamed('AuditEventPage'), answer.json())).toEqual([]);
  });

  it.each(operations)('$path takes each documented parameter', async ({ path, query = {} }) => {
    const address = await realAddress(world, path);
    for (const [name, { example, schema }] of Object.entries(query)) {
      const [choice] = (schema['enum'] ?? []) as readonly string[];
      const id = schema['format'] === 'uuid' ? await world.userId('oid-1') : undefined;
      const value = example ?? choice ?? id ?? (name === 'limit' ? 1 : null);
      if (value === null) continue; // a cursor, a group: walked elsewhere
      const answer = await world.get(`${address}?${name}=${encodeURIComponent(value)}`, key);
      expect({ name, status: answer.status }).toEqual({ name, status: 200 });
    }
  });

  it.each([
    ['/api/v1/users?limit=0', 'query_malformed'],
    ['/api/v1/users?cursor=x', 'cursor_malformed'],
    ['/api/v1/users/none', 'not_found'],
    ['/api/v1/nothing', 'not_found'],
  ])('%s is the problem %s, as its schema says', async (path, code) => {
    const body = (await world.get(path, key)).json();
    expect(mistakesOf(schemaNamed('Problem'), body)).toEqual([]);
    expect(body).toMatchObject({ code });
  });

  it('and docs/api.md: its calls are answered, its table of scopes is right', async () => {
    const text = readFileSync('docs/api.md', 'utf8');
    const calls = [...text.matchAll(/'https:\/\/acme\.imagencloud\.com(\/api\/[^']+)'/g)];
    expect(calls.length).toBeGreaterThan(3);
    for (const [, path = ''] of calls) expect((await world.get(path, key)).status).toBe(200);
    for (const { path, scope } of operations) {
      const name = path.replace(/\/users\/\{id\}\/(\w+)$/, '…/$1').replace(/^\/api\/v1…/, '…');
      const line = text
        .split('\n')
        .find((row) => row.startsWith('|') && row.includes(`\`${name}\``));
      expect(line).toContain(`\`${scope}\``);
    }
    for (const { code, status } of problems.filter((one) => text.includes(`\`${one.code}\``)))
      expect(text).toMatch(new RegExp(`\\| ${status.toString()} +\\|.*\`${code}\``));
  });

  it('is served, and can be kept', async () => {
    const client = world.product.client('acme');
    const answer = await client.get('/api/openapi.json');
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(answer.json()).toEqual(document);
    const again = await client.get('/api/openapi.json', {
      'if-none-match': answer.headers.etag ?? '',
    });
    expect(again.status).toBe(304);
    const globex = (await world.product.client('globex').get('/api/openapi.json')).json();
    expect(globex).toMatchObject({ servers: [{ url: 'https://globex.imagencloud.com' }] });
  });

  it('is a page with every operation and every problem, where `type` leads', async () => {
    const { text } = await world.product.client('acme').get('/api/docs');
    for (const { path, operationId, scope } of operations) {
      expect(text).toContain(`id="${operationId}"`);
      expect(text).toContain(`<code>${path}</code>`);
      expect(text).toContain(scope);
    }
    for (const { code } of problems)
      expect(text).toContain(`id="problem-${code.replaceAll('_', '-')}"`);
    const { type } = (await world.get('/api/v1/users', null)).json() as { type: string };
    const [address = '', anchor = ''] = type.split('#');
    expect((await world.product.client('acme').get(address)).text).toContain(`id="${anchor}"`);
  });

  it('is a page with the way back for whoever is signed in', async () => {
    const client = await world.signedIn('oid-2');
    expect((await client.get('/api/docs')).text).toContain('/site/logout');
    expect((await world.product.client('acme').get('/api/docs')).text).not.toContain(
      '/site/logout',
    );
  });
});

interface Route {
  readonly path: string;
  readonly method: string;
  readonly access: Access | undefined;
}

/** Every route below /api/v1 that Nest knows, with who may call it. */
function routesOf(product: Product): Route[] {
  const controllers = [...product.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype, instance }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const path = handler && (Reflect.getMetadata(PATH_METADATA, handler) as string | undefined);
      if (handler === undefined || path === undefined) return [];
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
      const access = (Reflect.getMetadata(ACCESS_KEY, handler) ??
        Reflect.getMetadata(ACCESS_KEY, metatype)) as Access | undefined;
      const prefix = [Reflect.getMetadata(PATH_METADATA, metatype)].flat()[0] as string;
      const whole = `/${prefix}/${path}`.replaceAll(/\/+/g, '/').replace(/\/$/, '');
      return whole.startsWith('/api/v1')
        ? [{ path: whole, method: RequestMethod[method], access }]
        : [];
    });
  });
}

/** With ids of things that there are. */
async function realAddress(world: ApiWorld, path: string): Promise<string> {
  const idIn = async (table: string, condition = '') => {
    const [row] = await world.product.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE tenant_id = ?${condition}`,
      [world.tenantIds.acme],
    );
    return row?.id ?? '';
  };
  const ids: Readonly<Record<string, () => Promise<string>>> = {
    users: () => world.userId('oid-2'),
    groups: () => idIn('idp_groups', " AND value = 'even'"),
    'audit-events': () => idIn('audit_events'),
  };
  const find = ids[path.split('/')[3] ?? ''];
  const id = path.includes('{id}') && find ? await find() : '';
  return path.replace('{id}', id).replace('{role}', 'viewer');
}

function operationAt(path: string): {
  readonly parameters: readonly Json[];
  readonly responses: Json;
} {
  const { get } = (document['paths'] as Readonly<Record<string, { get: unknown }>>)[path] ?? {};
  return get as { parameters: readonly Json[]; responses: Json };
}

/** The document lets later versions add fields; these tests do not let this one send what it does not say. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, closed(part)]);
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  return 'properties' in copy && copy['type'] === 'object'
    ? { ...copy, additionalProperties: false }
    : copy;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.spec\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
