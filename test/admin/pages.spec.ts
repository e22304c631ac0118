import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';

describe.each(databases)('the administrator’s pages on $kind', (kind) => {
  let world: ApiWorld;
  let admin: HttpClient;

  beforeAll(async () => {
    world = await openApiWorld(kind);
    admin = await world.signedIn('oid-0');
    await world.makeAdministrator('oid-0');
  });

  afterAll(() => world.product.close());

  it.each(['/admin/users', '/admin/connection', '/admin/audit'])(
    '%s: for administrators alone',
    async (path) => {
      const stranger = await world.product.client('acme').get(path);
      expect([stranger.status, stranger.headers.location]).toEqual([
        303,
        `/site/login?returnTo=${encodeURIComponent(path)}`,
      ]);
      const viewer = await world.signedIn('oid-1');
      expect((await viewer.get(path)).status).toBe(403);
      const answer = await admin.get(path);
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    },
  );

  it('lists people, searches them, and shows one', async () => {
    const all = (await admin.get('/admin/users')).text;
    for (const n of [2, 3, 4]) expect(all).toContain(`Person ${n.toString()}`);
    const found = (await admin.get('/admin/users?q=person3')).text;
    expect(found).toContain('Person 3');
    expect(found).not.toContain('Person 2');
    const page = (await admin.get(`/admin/users/${await world.userId('oid-2')}`)).text;
    for (const text of ['person2@mail.example', 'oid-2', 'even', 'viewer'])
      expect(page).toContain(text);
  });

  it('shows nobody of another tenant', async () => {
    expect((await admin.get('/admin/users')).text).not.toContain('globex-0');
    expect((await admin.get(`/admin/users/${await world.userId('globex-0')}`)).status).toBe(404);
  });

  it('shows the connection with our own values to paste', async () => {
    const { text } = await admin.get('/admin/connection');
    expect(text).toContain('https://sts.windows.net/');
    expect(text).toContain('https://acme.imagencloud.com/sp-entityid');
    expect(text).toContain(
      'https://acme.imagencloud.com/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
    );
  });
});
