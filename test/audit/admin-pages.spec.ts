import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuditService,
  FloodRecorder,
  type NewAuditEvent,
  referenceOf,
} from '../../src/audit/index.js';
import { Transactions, uuidv7 } from '../../src/database/index.js';
import { UsersGrants } from '../../src/users/index.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { BY_TEST, createLiveTenant, type Product, startProduct } from '../support/product.js';
import { addressedTo, signIn } from '../support/sign-in.js';
import { anEvent } from './audit-world.js';
import { readCsv } from './read-csv.js';

describe.each(databases)('the administrators’ audit log on $kind', (kind) => {
  let product: Product;
  let acme: string;
  let globex: string;
  let admin: HttpClient;
  let adminId: string;

  beforeAll(async () => {
    product = await startProduct(kind);
    acme = (await createLiveTenant(product, 'acme')).tenant.id;
    globex = (await createLiveTenant(product, 'globex')).tenant.id;
    admin = await anAdministrator();
  });

  afterAll(() => product.close());

  const userIdOf = async (client: HttpClient) => {
    const { user } = (await client.get('/site/session')).json() as { user: { id: string } };
    return user.id;
  };
  const anAdministrator = async (): Promise<HttpClient> => {
    const client = product.client('acme');
    await signIn(client, { objectId: 'admin-1' });
    adminId = await userIdOf(client);
    await product
      .get(Transactions)
      .run((tx) => product.get(UsersGrants).grant(tx, acme, adminId, 'administrator', BY_TEST));
    return client;
  };
  const append = (event: Partial<NewAuditEvent>) =>
    product
      .get(Transactions)
      .run((tx) => product.get(AuditService).append(tx, anEvent({ tenantId: acme, ...event })));
  /** What the log says of the last reads and exports, oldest first. */
  const lastReads = async (n: number) => {
    const rows = await product.query<{
      type: string;
      actorId: string;
      targetId: string | null;
      details: string;
    }>(
      "SELECT type, actor_id AS actorId, target_id AS targetId, details FROM audit_events WHERE tenant_id = ? AND type IN ('audit.read', 'audit.exported') ORDER BY id DESC LIMIT ?",
      [acme, n],
    );
    return rows
      .toReversed()
      .map(({ details, ...row }) => ({ ...row, details: JSON.parse(details) as unknown }));
  };
  const idsOn = (text: string) =>
    [...text.matchAll(/href="\/admin\/audit\/([0-9a-f-]{36})"/g)].map(([, id]) => id);

  it('is for administrators alone', async () => {
    const id = await append({});
    const member = product.client('acme');
    await signIn(member, { objectId: 'member-1' });
    const paths = ['/admin/audit', `/admin/audit/${id}`, '/admin/audit.csv', '/admin/audit/export'];
    for (const path of paths) {
      expect((await member.get(path)).status).toBe(403);
      const stranger = await product.client('acme').get(path);
      expect([stranger.status, stranger.headers.location?.startsWith('/site/login')]).toEqual([
        303,
        true,
      ]);
    }
  });

  it('lists newest first, and records that it was read', async () => {
    const id = await append({ person: 'list@contoso.example' });
    const { status, text, headers } = await admin.get('/admin/audit?person=LIST@contoso.example');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(idsOn(text)).toEqual([id]);
    expect(await lastReads(1)).toEqual([
      {
        type: 'audit.read',
        actorId: adminId,
        targetId: null,
        details: { filters: { person: 'LIST@contoso.example' }, count: 1 },
      },
    ]);
    const first = idsOn((await admin.get('/admin/audit')).text);
    expect(first.toSorted().toReversed()).toEqual(first);
  });

  it('pages on with every filter kept', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 60; n += 1) ids.unshift(await append({ origin: originOf('203.0.113.60') }));
    const first = await admin.get('/admin/audit?ip=203.0.113.60&outcome=refused');
    expect(idsOn(first.text)).toEqual(ids.slice(0, 50));
    const href = /href="(\/admin\/audit\?[^"]*cursor=[^"]+)"/.exec(first.text)?.[1] ?? '';
    const second = await admin.get(href.replaceAll('&amp;', '&'));
    expect(idsOn(second.text)).toEqual(ids.slice(50));
    expect(second.text).not.toContain('cursor=');
  });

  it('shows one event with its reason explained, and records that', async () => {
    const id = await append({ details: { nested: { a: '<script>alert(1)</script>' } } });
    const { status, text } = await admin.get(`/admin/audit/${id}`);
    expect(status).toBe(200);
    expect(text).toContain('The account is suspended.');
    expect(text).toContain('Reactivate the account');
    expect(text).toContain(referenceOf(id));
    expect(text).not.toContain('<script');
    expect(await lastReads(1)).toEqual([
      { type: 'audit.read', actorId: adminId, targetId: id, details: {} },
    ]);
  });

  it.each(['nothing', '00000000-0000-7000-8000-000000000000', '%27%20OR%201=1', '%00'])(
    'has no event %s',
    async (id) => {
      expect((await admin.get(`/admin/audit/${id}`)).status).toBe(404);
    },
  );

  it('shows nothing of another tenant', async () => {
    const foreign = await append({ tenantId: globex, person: 'foreign@contoso.example' });
    expect((await admin.get(`/admin/audit/${foreign}`)).status).toBe(404);
    const { text } = await admin.get('/admin/audit?person=foreign@contoso.example');
    expect(idsOn(text)).toEqual([]);
    const byNumber = await admin.get(`/admin/audit?person=${referenceOf(foreign)}`);
    expect(idsOn(byNumber.text)).toEqual([]);
    const csv = await admin.get('/admin/audit.csv?person=foreign@contoso.example');
    expect(readCsv(csv.text.slice(1))).toHaveLength(1);
    const stolen = product.client('globex');
    await signIn(stolen, { objectId: 'globex-1', ...addressedTo('globex') });
    expect((await stolen.get('/admin/audit')).status).toBe(403);
  });

  it('finds an event by the number on the person’s page, however it is typed', async () => {
    const id = await append({ person: 'lost@contoso.example' });
    const typed = referenceOf(id).toLowerCase().replace('-', ' ').replaceAll('0', 'o');
    const { text } = await admin.get(`/admin/audit?person=${encodeURIComponent(typed)}`);
    expect(idsOn(text)).toEqual([id]);
    const csv = await admin.get(`/admin/audit.csv?person=${encodeURIComponent(typed)}`);
    expect(readCsv(csv.text.slice(1))).toHaveLength(2);
  });

  it('leads a number without an event to the summary of its flood', async () => {
    const floods = product.get(FloodRecorder);
    let reference = '';
    for (let n = 0; n < 70; n += 1)
      ({ reference } = await floods.record(
        anEvent({ tenantId: acme, origin: originOf('198.18.0.1') }),
      ));
    await floods.beforeApplicationShutdown();
    const { text } = await admin.get(`/admin/audit?person=${reference}`);
    expect(idsOn(text)).toHaveLength(1);
    expect(text).toContain('10 more refusals, from 1 network');
  });

  it('takes a name for a name although it could be a number', async () => {
    const id = await append({ person: 'maria-jones' });
    expect(idsOn((await admin.get('/admin/audit?person=maria-jones')).text)).toEqual([id]);
  });

  it.each([
    ['ip=999.1.1.1', 'IP address is'],
    ['outcome=maybe', 'Outcome is one of'],
    ['type=nothing', 'Event is none'],
    ['reason=%3Cscript%3E', 'Reason is a code'],
    ['from=yesterday', 'From is a time'],
    ['to=2026-02-31', 'To is a time'],
    ['from=2026-02-02&to=2026-02-01', 'To is not after From'],
    ['ip=1.2.3.4&ip=5.6.7.8', 'several'],
    [`person=${'x'.repeat(600)}`, 'too long'],
  ])('names the mistake in %s and loses nothing else', async (query, mistake) => {
    const asked = `/admin/audit?person=nobody@contoso.example&${query}`.replace(
      /person=nobody[^&]*&(?=person)/,
      '',
    );
    const { status, text } = await admin.get(asked);
    expect(status).toBe(400);
    expect(text).toContain(mistake);
    expect(text).not.toContain('<script');
    if (!query.startsWith('person')) expect(text).toContain('value="nobody@contoso.example"');
    const exported = await admin.get(asked.replace('/audit?', '/audit.csv?'));
    expect([exported.status, exported.headers['content-disposition']]).toEqual([400, undefined]);
  });

  it('starts again from the newest where a cursor was cut off', async () => {
    const { status, headers } = await admin.get('/admin/audit?outcome=refused&cursor=WyJvbGR');
    expect([status, headers.location]).toEqual([303, '/admin/audit?outcome=refused']);
  });

  it('takes times as UTC, and a day as the whole of it', async () => {
    const at = (time: string) => append({ id: uuidv7(Date.parse(time)), person: 'times' });
    const ids = {
      before: await at('2026-01-01T23:59:59.999Z'),
      morning: await at('2026-01-02T00:00:00.000Z'),
      night: await at('2026-01-02T23:59:59.999Z'),
      after: await at('2026-01-03T00:00:00.000Z'),
    };
    const found = async (query: string) =>
      idsOn((await admin.get(`/admin/audit?person=times&${query}`)).text);
    expect(await found('from=2026-01-02&to=2026-01-02')).toEqual([ids.night, ids.morning]);
    expect(await found('from=2026-01-02T12:00')).toEqual([ids.after, ids.night]);
    expect(await found('to=2026-01-02T00:00')).toEqual([ids.before]);
  });

  it.each([
    ['/admin/audit.csv?', 'text/csv', 'csv'],
    ['/admin/audit/export?format=csv&', 'text/csv', 'csv'],
    ['/admin/audit.ndjson?', 'application/x-ndjson', 'ndjson'],
    ['/admin/audit/export?format=ndjson&', 'application/x-ndjson', 'ndjson'],
  ])('exports what matches as a file: %s', async (path, type, format) => {
    const person = `export-${format}@contoso.example`;
    const id = await append({ person });
    const { status, headers, text } = await admin.get(`${path}person=${person}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain(type);
    expect(headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="audit-acme-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`),
    );
    expect(text).toContain(id);
    expect(await lastReads(2)).toMatchObject([
      { type: 'audit.exported', actorId: adminId, details: { end: 'begun', filters: { person } } },
      { type: 'audit.exported', actorId: adminId, details: { end: 'complete' } },
    ]);
  });

  it('exports in no other format', async () => {
    expect((await admin.get('/admin/audit/export?format=xlsx')).status).toBe(400);
    expect((await admin.get('/admin/audit/export')).status).toBe(400);
  });

  it('shows hostile values as text', async () => {
    const id = await append({
      person: 'hostile',
      actor: { kind: 'user', label: '"><img src=x onerror=alert(1)>\u202Egnp' },
    });
    for (const path of ['/admin/audit?person=hostile', `/admin/audit/${id}`]) {
      const { text } = await admin.get(path);
      expect(text).not.toContain('<img src=x');
      expect(text).toMatch(/<bdi[^>]*>[^<]*&lt;img src=x/);
    }
  });
});

function originOf(ip: string): NewAuditEvent['origin'] {
  return { ip, userAgent: 'Mozilla/5.0', requestId: 'r' };
}
