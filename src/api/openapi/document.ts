import { ROLES } from '../../tenants/index.js';
import { type Operation, operations } from './operations.js';
import { schemas } from './schemas.js';

type Json = Readonly<Record<string, unknown>>;

/** Problems that a caller should know by code; `/api/docs#problem-<code>` is their `type`. */
const PROBLEMS: Readonly<Record<string, string>> = {
  api_key_refused: '401: the key is unknown, expired, revoked, or of another tenant.',
  not_signed_in: '401: neither a key nor the session of an administrator.',
  scope_missing: '403: the key lacks the scope of this operation.',
  role_missing: '403: the session is not an administrator’s.',
  not_found: '404: there is no such thing, or it is another tenant’s.',
  query_malformed: '400: `errors` names every mistake.',
  cursor_malformed: '400: the cursor is not one of ours; start from the first page.',
  reference_malformed: '400: that is no reference number.',
  rate_limited: '429: wait as long as `Retry-After` says.',
};

const INTRODUCTION = [
  'For Imagen’s own services: who has an account, with which groups and roles, and what happened. Reads only.',
  'Every call goes to the host of a tenant and carries a key: `Authorization: Bearer imgsso_…`. Keys are made by `imagen-sso api-key create` and shown once. An administrator’s own session reads as well.',
  'Lists come in pages: follow `nextCursor`, or the `Link` header with rel="next". Answers carry an ETag; ask with `If-None-Match` and get 304 while nothing changed. Times are RFC 3339, UTC, in milliseconds.',
  'Errors are `application/problem+json` (RFC 9457). Codes:',
  ...Object.entries(PROBLEMS).map(([code, meaning]) => `\`${code}\` ${meaning}`),
].join('\n\n');

/** The OpenAPI 3.1 document. @param origin of the tenant, from PUBLIC_URL */
export function openApiDocument(origin: string): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Imagen SSO API', version: '1', description: INTRODUCTION },
    servers: [{ url: origin }],
    tags: ['Users', 'Groups', 'Roles', 'Audit log'].map((name) => ({ name })),
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
      responses: {
        Problem: {
          description: 'What went wrong.',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    },
  };
}

function operationObject(operation: Operation): Json {
  const { operationId, tag, scope, summary, description, query = [], answer, path } = operation;
  const problem = { $ref: '#/components/responses/Problem' };
  return {
    operationId,
    tags: [tag],
    summary,
    description: [description, `Scope: \`${scope}\`.`].filter(Boolean).join('\n\n'),
    security: [{ apiKey: [] }, { session: [] }],
    parameters: [
      ...pathParameters(path),
      ...query.map(({ name, description: text, schema, example }) => ({
        name,
        in: 'query',
        description: text,
        schema,
        ...(example === undefined ? {} : { example }),
      })),
    ],
    responses: {
      200: {
        description: 'Good.',
        headers: {
          ETag: { schema: { type: 'string' } },
          ...(answer.endsWith('Page') ? { Link: { schema: { type: 'string' } } } : {}),
        },
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${answer}` } } },
      },
      304: { description: 'Nothing changed since the ETag given.' },
      400: problem,
      401: problem,
      403: problem,
      ...(path.includes('{') ? { 404: problem } : {}),
      429: problem,
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'role' ? { type: 'string', enum: ROLES } : { type: 'string', format: 'uuid' },
    example: name === 'role' ? 'editor' : '019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071',
  }));
}
