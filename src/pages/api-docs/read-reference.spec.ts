import { describe, expect, it } from '@jest/globals';
import { curlLine } from './curl-line.js';
import { readReference } from './read-reference.js';
import { readFields, typeOf } from './read-schema.js';

const BASE = 'https://acme.example';

describe('readReference', () => {
  it('groups operations by tag, described tags first, and drops empty groups', () => {
    const operation = (tag: string) => ({ get: { tags: [tag], responses: {} } });
    const { groups } = readReference(
      {
        tags: [{ name: 'Unused' }, { name: 'Users', description: 'People.' }],
        paths: { '/a': operation('Audit'), '/u': operation('Users') },
      },
      BASE,
    );
    expect(groups.map(({ name, description }) => [name, description])).toEqual([
      ['Users', 'People.'],
      ['Audit', ''],
    ]);
  });

  it('reads parameters of the path item and of the operation, references followed', () => {
    const document = {
      paths: {
        '/u/{id}': {
          parameters: [{ $ref: '#/components/parameters/a~1id' }],
          delete: { operationId: 'drop', responses: { 204: { description: 'Gone.' } } },
        },
      },
      components: {
        parameters: {
          'a/id': {
            name: 'id',
            in: 'path',
            required: true,
            example: 'x y',
            schema: { type: 'string' },
          },
        },
      },
    };
    const operation = readReference(document, BASE).groups[0]?.operations[0];
    expect(operation?.parameters).toMatchObject([{ name: 'id', place: 'path', isRequired: true }]);
    expect(operation?.curl).toBe(
      'curl \\\n  --request DELETE \\\n  --header "Authorization: Bearer $IMAGEN_API_KEY" \\\n  ' +
        `'https://acme.example/u/x%20y'`,
    );
  });

  it.each([
    {},
    { paths: { '/a': null } },
    { paths: { '/a': { get: { tags: 7 } } } },
    { tags: 'x' },
  ])('takes a document that is none without failing: %j', (document) => {
    expect(() => readReference(document, BASE)).not.toThrow();
  });
});

describe('schemas', () => {
  const document = {
    schemas: {
      user: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          manager: { $ref: '#/schemas/user' },
          reports: { type: 'array', items: { $ref: '#/schemas/user' } },
        },
      },
      loop: { $ref: '#/schemas/loop' },
    },
  };

  it('that contain themselves are shown once', () => {
    expect(readFields(document, { $ref: '#/schemas/user' }).map(({ name }) => name)).toEqual([
      'id',
      'manager',
      'reports',
    ]);
  });

  it('that only refer to themselves are empty', () => {
    expect(readFields(document, { $ref: '#/schemas/loop' })).toEqual([]);
  });

  it('of lists name the fields of their items', () => {
    const schema = { type: 'array', items: { $ref: '#/schemas/user' } };
    expect(readFields(document, schema)[0]).toMatchObject({ name: '[].id', isRequired: true });
  });

  it.each([
    [{ type: ['string', 'null'], format: 'email' }, 'string (email) or null'],
    [{ type: 'array', items: { type: 'string' } }, 'array of string'],
    [{ oneOf: [{ type: 'integer' }, { type: 'null' }] }, 'integer or null'],
    [{ allOf: [{ type: 'object' }, { properties: {} }] }, 'object'],
    [{ const: 1 }, 'constant'],
    [{}, 'any'],
  ])('%j is said as: %s', (schema, words) => {
    expect(typeOf({}, schema)).toBe(words);
  });
});

describe('curlLine', () => {
  it('quotes for the shell', () => {
    const line = curlLine({
      method: 'post',
      baseUrl: BASE,
      path: '/u',
      parameters: [],
      body: `{"name":"O'Brien"}`,
    });
    expect(line).toContain(`--data '{"name":"O'\\''Brien"}'`);
  });
});
