import { ApiDocsPage } from '../../../src/pages/index.js';
import { administrator } from './contexts.js';
import type { Sample } from './sample.js';

/** A small document with what a real one has: references, one of them circular, lists, nulls, enums, examples. */
const document = {
  openapi: '3.1.0',
  info: {
    title: 'Imagen SSO API',
    version: '0.1.0',
    description:
      'Who may come in, and who did.\n\nEvery call carries a key: `Authorization: Bearer …`.',
  },
  tags: [{ name: 'Users', description: 'People who have signed in.' }],
  security: [{ apiKey: ['users:read'] }],
  paths: {
    '/api/v1/users': {
      get: {
        operationId: 'listUsers',
        tags: ['Users'],
        summary: 'List users',
        description: 'By e-mail, group, role, or what changed since a time.',
        parameters: [
          { $ref: '#/components/parameters/limit' },
          {
            name: 'role',
            in: 'query',
            description: 'Only who has this role.',
            schema: { type: 'string', enum: ['administrator', 'editor', 'contributor', 'viewer'] },
          },
          {
            name: 'changedSince',
            in: 'query',
            required: true,
            schema: { type: 'string', format: 'date-time' },
            example: '2025-11-23T14:05:09.123Z',
          },
        ],
        responses: {
          200: {
            description: 'A page of users.',
            headers: { Link: {}, ETag: {} },
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: { type: 'array', items: { $ref: '#/components/schemas/User' } },
                    nextCursor: { type: ['string', 'null'], examples: ['bmV4dA'] },
                  },
                },
              },
            },
          },
          401: { $ref: '#/components/responses/Problem' },
        },
      },
      post: {
        operationId: 'createUser',
        tags: ['Users'],
        summary: 'Create a user',
        security: [{ apiKey: ['users:write'] }],
        requestBody: {
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/User' },
              example: { displayName: "Miles O'Brien" },
            },
          },
        },
        responses: {
          201: { description: 'Created.' },
          409: { description: 'There is one already.' },
        },
      },
    },
    '/api/v1/audit-events/{id}': {
      get: {
        tags: ['Audit'],
        summary: 'One audit event',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', format: 'uuid' },
            example: '019ab123',
          },
        ],
        responses: { default: { $ref: '#/components/responses/Problem' } },
      },
    },
  },
  components: {
    parameters: {
      limit: {
        name: 'limit',
        in: 'query',
        description: 'How many at once.',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
    },
    responses: {
      Problem: {
        description: 'RFC 9457 problem.',
        content: {
          'application/problem+json': {
            schema: { properties: { title: { type: 'string', examples: ['Unauthorized'] } } },
          },
        },
      },
    },
    schemas: {
      User: {
        type: 'object',
        required: ['id', 'displayName'],
        properties: {
          id: {
            type: 'string',
            format: 'uuid',
            description: 'Our own, never reused.',
            examples: ['019ab123'],
          },
          displayName: { type: 'string', maxLength: 256, examples: ['B. Simon'] },
          email: { type: ['string', 'null'], format: 'email' },
          roles: { type: 'array', items: { type: 'string' }, examples: [['editor']] },
          manager: { $ref: '#/components/schemas/User' },
        },
      },
    },
  },
};

export const apiPages: readonly Sample[] = [
  {
    name: 'api-docs',
    page: ApiDocsPage({
      context: administrator,
      document,
      baseUrl: 'https://acme.imagencloud.com',
    }),
  },
  {
    name: 'api-docs-empty',
    page: ApiDocsPage({
      context: administrator,
      document: {},
      baseUrl: 'https://acme.imagencloud.com',
    }),
  },
];
