import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import type { Answer } from '../support/http-client.js';
import { signIn } from '../support/sign-in.js';

const ALL = ['users:read', 'groups:read', 'roles:read', 'audit:read'] as const;

describe.each(databases)('the API as HTTP on $kind', (kind) => {
  let world: ApiWorld;
  let key: string;

  beforeAll(async () => {
    world = await openApiWorld(kind);
    key = await world.key('acme', ALL);
  });

  afterAll(() => world.product.close());

  const ask = (method: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
    world.product
      .client('acme')
      .ask(path, { method, headers: { authorization: `Bearer ${key}`, ...headers } });

  it('answers in JSON that only the caller may keep', async () => {
    const { headers } = await world.get('/api/v1/users', key);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
      vary: 'Authorization, Cookie',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('answers 304 while nothing changed, and 200 after', async () => {
    const id = await world.userId('oid-2');
    for (const path of ['/api/v1/users', `/api/v1/users/${id}`]) {
      const first = await world.get(path, key);
      const { etag = '' } = first.headers;
      for (const tags of [etag, `W/"x", ${etag}`, `W/${etag}`, '*']) {
        const again = await world.get(path, key, 'acme', { 'if-none-match': tags });
        expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
      }
      const other = await world.get(path, key, 'acme', { 'if-none-match': '"x"' });
      expect(other.text).toBe(first.text);
      await signIn(world.product.client('acme'), { objectId: 'oid-2', displayName: path });
      expect((await world.get(path, key, 'acme', { 'if-none-match': etag })).status).toBe(200);
    }
  });

  it('says no ETag for no answer to somebody else', async () => {
    const { etag = '' } = (await world.get('/api/v1/users', key)).headers;
    const nobody = await world.get('/api/v1/users', null, 'acme', { 'if-none-match': etag });
    expect([nobody.status, nobody.headers.etag]).toEqual([401, undefined]);
  });

  it('answers HEAD as GET, without a body', async () => {
    const got = await ask('GET', '/api/v1/users?limit=2');
    const head = await ask('HEAD', '/api/v1/users?limit=2');
    expect([head.status, head.text]).toEqual([200, '']);
    for (const name of ['etag', 'link', 'content-length'])
      expect(head.headers[name]).toBe(got.headers[name]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuses %s with what it allows', async (method) => {
    for (const path of ['/api/v1/users', '/API/V1/Users/', '/api/v1/roles/viewer/members']) {
      const answer = await ask(method, path);
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
      expect(codeOf(answer)).toBe('method_not_allowed');
    }
    expect(codeOf(await ask(method, '/api/v1/nothing'))).toBe('not_found');
  });

  it('tells what it allows, to anybody', async () => {
    const answer = await world.product.client('acme').ask('/api/v1/users', { method: 'OPTIONS' });
    expect([answer.status, answer.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it.each([
    ['text/csv', 406],
    ['application/xml', 406],
    ['application/json', 200],
    ['application/problem+json', 200],
    ['text/html,*/*;q=0.1', 200],
    ['*/*', 200],
  ])('answers Accept: %s with %d', async (accept, status) => {
    const answer = await ask('GET', '/api/v1/users', { accept });
    expect(answer.status).toBe(status);
    if (status === 406) expect(codeOf(answer)).toBe('not_acceptable');
  });

  it.each(['/api/v1', '/api/v1/', '/api/v1/nothing', '/api/v1/users/x/y/z', '/API/v1/nothing'])(
    'answers 404 as a problem at %s',
    async (path) => {
      const answer = await ask('GET', path);
      expect([answer.status, answer.headers['content-type'], codeOf(answer)]).toEqual([
        404,
        'application/problem+json',
        'not_found',
      ]);
    },
  );

  it('links to PUBLIC_URL, whatever the request says', async () => {
    const forged = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    for (const path of ['/api/v1/users', 'http://evil.example/api/v1/users']) {
      const answer = await ask('GET', `${path}?limit=1&q=person`, forged);
      expect(answer.status).toBe(200);
      expect(answer.headers.link).toMatch(
        /^<https:\/\/acme\.imagencloud\.com\/api\/v1\/users\?limit=1&q=person&cursor=[\w-]+>; rel="next"$/,
      );
    }
  });

  it('keeps what was asked in the link, however it is written', async () => {
    const value = 'a&b=c>;rel="x"';
    const answer = await ask('GET', `/api/v1/users?limit=1&q=${encodeURIComponent('person')}`);
    expect(answer.headers.link).toContain('q=person');
    const odd = await ask('GET', `/api/v1/users?limit=1&email=${encodeURIComponent(value)}`);
    expect([odd.status, odd.headers.link]).toEqual([200, undefined]);
  });
});

function codeOf(answer: Answer): string {
  return (answer.json() as { code: string }).code;
}
