import { ROLES } from '../../tenants/index.js';
import { ANY_ID } from '../parameters.js';
import { EXAMPLE_ID, examples } from './examples.js';
import { type Operation, operations } from './operations.js';
import { problems } from './problems.js';
import { schemas } from './schemas.js';

type Json = Readonly<Record<string, unknown>>;

const INTRODUCTION = [
  'For Imagen’s own services: who has an account, with which groups and roles, and what happened. Reads only.',
  'Every call goes to the host of a tenant and carries a key: `Authorization: Bearer imgsso_…`. Keys are made by `imagen-sso api-key create` and shown once. An administrator’s own session reads as well.',
  'Lists come in pages: follow `nextCursor`, or the `Link` header with `rel="next"`. Answers carry an `ETag`; ask with `If-None-Match` and get 304 while nothing changed. Times are RFC 3339, UTC, in milliseconds. Fields may be added; those that are there stay as they are.',
  'Errors are `application/problem+json` (RFC 9457); `code` is stable and explained below.',
].join('\n\n');

/** The OpenAPI 3.1 document. @param origin of the tenant, from PUBLIC_URL */
export function openApiDocument(origin: string): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Imagen SSO API', version: '1', description: INTRODUCTION },
    servers: [{ url: origin }],
    tags: [
      { name: 'Users', description: 'People who have an account.' },
      { name: 'Groups', description: 'As the identity provider named them at sign-ins.' },
      { name: 'Roles', description: 'What people may do in Imagen.' },
      { name: 'Audit log', description: 'What happened, in the form of the NDJSON export.' },
    ],
    paths: Object.fromEntries(
      operations.map((operation) => [operation.path, { get: operationObject(operation) }]),
    ),
    components: {
      schemas,
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key of this tenant, or of all tenants.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-imagen-session',
          description: 'An administrator’s session.',
        },
      },
      headers,
      responses: { Problem: problemResponse },
    },
    'x-problems': problems,
  };
}

const headers: Json = {
  ETag: {
    description: 'Of this answer; for `If-None-Match`.',
    schema: { type: 'string' },
    example: '"9vZb2Wm1ZbS0m6nY0aQJxA"',
  },
  Link: {
    description: 'The next page, with `rel="next"`; absent on the last.',
    schema: { type: 'string' },
  },
  'X-Request-Id': {
    description: 'Leads to the lines in our log.',
    schema: { type: 'string' },
  },
};

const problemResponse: Json = {
  description: 'What went wrong; `code` says which of the problems below.',
  headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      example: examples.Problem,
    },
  },
};

function operationObject({ operationId, tag, scope, path, answer, ...rest }: Operation): Json {
  const { summary, description, query = {} } = rest;
  const named = ['ETag', ...(answer.endsWith('Page') ? ['Link'] : []), 'X-Request-Id'];
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: [{ apiKey: [scope] }, { session: [] }],
    parameters: [
      ...pathParameters(path),
      ...Object.entries(query).map(([name, text]) => ({ name, in: 'query', ...text })),
      {
        name: 'If-None-Match',
        in: 'header',
        description: 'The ETag of an earlier answer.',
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: {
        description: 'Found.',
        headers: Object.fromEntries(
          named.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
        ),
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${answer}` },
            example: examples[answer],
          },
        },
      },
      304: { description: 'Nothing changed since the ETag given.' },
      ...Object.fromEntries(
        problemStatuses(path).map((status) => [status, { $ref: '#/components/responses/Problem' }]),
      ),
    },
  };
}

function problemStatuses(path: string): number[] {
  return [400, 401, 403, ...(path.includes('{') ? [404] : []), 406, 429, 500];
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'role' ? { type: 'string', enum: ROLES } : ANY_ID,
    example: name === 'role' ? 'editor' : EXAMPLE_ID,
  }));
}
