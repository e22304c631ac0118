import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { signIn } from '../support/sign-in.js';

const PATH = '/admin/connection/rules';

describe.each(databases)('the form for the rules of a connection, on $kind,', (kind) => {
  let world: ApiWorld;

  beforeAll(async () => {
    world = await openApiWorld(kind);
    await world.makeAdministrator('oid-0');
  });

  afterAll(() => world.product.close());

  async function administrator(secondsAgo = 10): Promise<HttpClient> {
    const client = world.product.client('acme');
    const authnInstant = new Date(Date.now() - secondsAgo * 1000).toISOString();
    await signIn(client, { objectId: 'oid-0', authnInstant });
    return client;
  }
  /** The fields of the form, as a browser would send them back. */
  async function form(client: HttpClient): Promise<Record<string, string>> {
    const { status, text } = await client.get(PATH);
    expect(status).toBe(200);
    const inputs = [...text.matchAll(/<input [^>]*?name="([^"]+)"[^>]*? value="([^"]*)"/g)];
    const selects = [...text.matchAll(/<select [^>]*name="([^"]+)".*?<\/select>/gs)];
    return Object.fromEntries([
      ...inputs.map(([, name = '', value = '']) => [name, value] as const),
      ...selects.map(
        ([select, name = '']) =>
          [name, /<option value="([^"]+)" selected/.exec(select)?.[1] ?? ''] as const,
      ),
    ]);
  }
  const connection = async () =>
    (
      await world.product.query<Record<string, unknown>>(
        'SELECT encryption, name_id_format, authn_context, clock_skew_seconds, version FROM connections WHERE tenant_id = ?',
        [world.tenantIds.acme],
      )
    )[0];

  it('shows what holds, saves what was changed, and records who did it', async () => {
    const client = await administrator();
    const fields = await form(client);
    expect(fields).toMatchObject({
      signed_element: 'either',
      encryption: 'optional',
      sha1_until: 'none',
      clock_skew_seconds: '180',
      authn_context: 'none',
      idp_initiated: 'off',
      single_logout: 'on',
    });
    const before = await connection();
    const answer = await client.postSameOrigin(PATH, { ...fields, clock_skew_seconds: '90' });
    expect([answer.status, answer.headers.location]).toEqual([303, '/admin/connection']);
    expect(await connection()).toEqual({ ...before, clock_skew_seconds: 90 });
    const [event] = await world.product.query<{ actor: string; details: string }>(
      "SELECT actor_kind AS actor, details FROM audit_events WHERE type = 'connection.updated' ORDER BY id DESC LIMIT 1",
    );
    expect(event?.actor).toBe('user');
    expect(JSON.parse(event?.details ?? '')).toMatchObject({
      before: { clockSkewSeconds: 180 },
      after: { clockSkewSeconds: 90 },
    });
  });

  it.each([
    ['clock_skew_seconds', '301', 'clock_skew_seconds is a whole number from 0 to 300.'],
    ['authn_context', '"><script>', 'authn_context is none, or one to five class URIs'],
    ['sha1_until', '2020-01-01', 'sha1_until is a day from today on'],
    ['encryption', 'sometimes', 'encryption is one of optional, required.'],
  ])(
    'keeps what was typed where %s is %s, says why, and changes nothing',
    async (name, value, why) => {
      const client = await administrator();
      const fields = await form(client);
      const before = await connection();
      const answer = await client.postSameOrigin(PATH, {
        ...fields,
        login_hint: 'on',
        [name]: value,
      });
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(why);
      expect(answer.text).not.toContain('"><script>');
      expect(answer.text).toMatch(/<option value="on" selected[^>]*>Yes/);
      expect(await connection()).toEqual(before);
    },
  );

  it('does not save over what somebody else changed meanwhile', async () => {
    const [one, other] = [await administrator(), await administrator()];
    const [theirs, ours] = [await form(one), await form(other)];
    await one.postSameOrigin(PATH, { ...theirs, name_id_format: 'persistent' });
    const answer = await other.postSameOrigin(PATH, { ...ours, clock_skew_seconds: '60' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Somebody else changed the connection');
    expect(await connection()).toMatchObject({
      name_id_format: 'persistent',
      clock_skew_seconds: 90,
    });
  });

  it('saves one of two changes that arrive at once', async () => {
    const [one, other] = [await administrator(), await administrator()];
    const [theirs, ours] = [await form(one), await form(other)];
    const answers = await Promise.all([
      one.postSameOrigin(PATH, { ...theirs, clock_skew_seconds: '71' }),
      other.postSameOrigin(PATH, { ...ours, clock_skew_seconds: '72' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    const told = answers.find(({ status }) => status === 409)?.text ?? '';
    const [row] = await world.product.query<{ seen: number | string }>(
      'SELECT updated_at_ms AS seen FROM connections WHERE tenant_id = ?',
      [world.tenantIds.acme],
    );
    expect(told).toContain(`name="seen" value="${String(row?.seen)}"`); // so that saving again is possible
  });

  it('saves the rest where an exception for SHA-1 has ended meanwhile', async () => {
    const client = await administrator();
    await world.product.query('UPDATE connections SET sha1_until_ms = ?', [Date.UTC(2026, 0, 2)]);
    const fields = await form(client);
    expect(fields['sha1_until']).toBe('2026-01-01');
    const answer = await client.postSameOrigin(PATH, { ...fields, clock_skew_seconds: '73' });
    expect(answer.status).toBe(303);
    expect(await connection()).toMatchObject({ clock_skew_seconds: 73 });
  });

  it('is for administrators who authenticated lately, from the page itself, with its token', async () => {
    const client = await administrator();
    const fields = await form(client);
    const before = await connection();
    const changed = { ...fields, clock_skew_seconds: '5' };
    expect((await client.postSameOrigin(PATH, { ...changed, token: 'x' })).status).toBe(403);
    const foreign = { form: changed, method: 'POST', headers: { 'sec-fetch-site': 'same-site' } };
    expect((await client.ask(PATH, foreign)).status).toBe(403);
    const viewer = await world.signedIn('oid-1');
    expect((await viewer.get(PATH)).status).toBe(403);
    expect((await viewer.postSameOrigin(PATH, changed)).status).toBe(403);
    const stale = await administrator(4000);
    for (const answer of [await stale.get(PATH), await stale.postSameOrigin(PATH, changed)]) {
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toContain('/site/login?');
      expect(answer.headers.location).toContain('maxAge=');
    }
    expect(await connection()).toEqual(before);
  });
});
