import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { databases } from '../support/databases.js';
import { BY_TEST, createLiveTenant, type Product, startProduct } from '../support/product.js';
import { answerTo, postResponse, signIn, startSignIn } from '../support/sign-in.js';
import { RECENT_CHANGES } from '../../src/audit/index.js';
import { ChangePoll } from '../../src/auth/session/change-poll.js';
import { firstUuidAt, Transactions } from '../../src/database/index.js';
import { UsersGrants } from '../../src/users/index.js';
import type { HttpClient } from '../support/http-client.js';
import { eventMs, load } from './load.js';
import { costOf, type Statement, statementsOf } from './statements.js';

const USERS = 200_000;
const EVENTS = 1_000_000;
const ROUNDS = 15;

/** MariaDB alone: the embedded database is not for a million events. */
describe.each(databases.filter(({ kind }) => kind === 'mysql'))(
  'with 200,000 users and 1,000,000 events',
  (kind) => {
    let product: Product;
    let connection: Connection;
    let admin: HttpClient;
    let quietAdmin: HttpClient;

    beforeAll(async () => {
      product = await startProduct(kind);
      await product.get(ChangePoll).stop(); // nothing is taken from memory then, and no poll is counted in
      const { tenant, connection: idp } = await createLiveTenant(product, 'acme');
      await createLiveTenant(product, 'globex', { entityId: 'https://idp.globex.example/' });
      admin = await administrator('acme', 'admin-1', tenant.id, {});
      await load(product.databaseUrl, {
        users: USERS,
        events: EVENTS,
        tenantId: tenant.id,
        connectionId: idp.id,
        idpEntityId: idp.idpEntityId,
      });
      connection = await createConnection(product.databaseUrl);
      const [globex] = await product.query<{ id: string }>(
        "SELECT id FROM tenants WHERE subdomain = 'globex'",
      );
      quietAdmin = await administrator('globex', 'admin-2', globex?.id ?? '', {
        acsUrl: 'https://globex.imagencloud.com/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
        spEntityId: 'https://globex.imagencloud.com/sp-entityid',
        idpEntityId: 'https://idp.globex.example/',
        claims: {
          'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': ['admin@globex.example'],
          'http://schemas.microsoft.com/identity/claims/tenantid': [],
        },
      });
    }, 240_000);

    afterAll(async () => {
      await connection.end();
      await product.close();
    });

    async function administrator(
      subdomain: string,
      objectId: string,
      tenantId: string,
      options: Parameters<typeof signIn>[1],
    ): Promise<HttpClient> {
      const client = product.client(subdomain);
      const { answer } = await signIn(client, { objectId, ...options });
      expect(answer.status).toBe(303);
      const [user] = await product.query<{ id: string }>(
        'SELECT id FROM users WHERE tenant_id = ? ORDER BY created_at_ms DESC LIMIT 1',
        [tenantId],
      );
      await product
        .get(Transactions)
        .run((tx) =>
          product.get(UsersGrants).grant(tx, tenantId, user?.id ?? '', 'administrator', BY_TEST),
        );
      return client;
    }

    const recorded = (work: () => Promise<unknown>): Promise<Statement[]> =>
      statementsOf(product.get(DataSource), work);

    /** Each table of a statement may be asked for twice the rows that it gives, and for the row that ends a range. */
    async function expectCheap(statements: readonly Statement[]): Promise<void> {
      const selects = statements.filter(({ sql }) => /^\s*SELECT/i.test(sql));
      expect(selects.length).toBeGreaterThan(0);
      for (const select of selects) {
        const { sql, returned, examined, tables, scans } = await costOf(connection, select);
        expect({ sql, scans: scans.filter((scan) => !isOfATenant(scan)) }).toEqual({
          sql,
          scans: [],
        });
        const most = 2 * Math.max(1, returned) * tables + tables;
        expect({ sql, returned, examined, most, isCheap: examined <= most }).toMatchObject({
          sql,
          isCheap: true,
        });
      }
    }

    describe('the way of a sign-in', () => {
      it('starts', async () => {
        await expectCheap(await recorded(() => startSignIn(product.client('acme'))));
      });

      it('ends for a person who was here before, and for a new one', async () => {
        await signIn(product.client('acme'), { objectId: 'somebody-known', groups: ['group-77'] });
        for (const objectId of ['somebody-known', 'somebody-new']) {
          const client = product.client('acme');
          const { requestId } = await startSignIn(client);
          const statements = await recorded(async () => {
            expect(
              (await postResponse(client, answerTo(requestId, { objectId, groups: ['group-78'] })))
                .status,
            ).toBe(303);
          });
          await expectCheap(statements);
        }
      });

      it('is refused when it comes twice', async () => {
        const client = product.client('acme');
        const { response } = await signIn(client, { objectId: 'load-78' });
        await expectCheap(await recorded(() => postResponse(product.client('acme'), response)));
      });

      it('goes on with a session check', async () => {
        await expectCheap(await recorded(() => admin.get('/site/session')));
      });

      it('ends with a sign-out', async () => {
        const client = product.client('acme');
        await signIn(client, { objectId: 'load-79' });
        const token =
          /name="token" value="([^"]+)"/.exec((await client.get('/site/logout')).text)?.[1] ?? '';
        await expectCheap(await recorded(() => client.postSameOrigin('/site/logout', { token })));
      });
    });

    describe('the poll for changes', () => {
      it.each([
        { name: 'a quiet half minute', fromMs: () => Date.now() + 60_000 },
        { name: 'a hundred events', fromMs: () => eventMs(EVENTS - 100) },
        { name: 'a thousand events', fromMs: () => eventMs(EVENTS - 1000) },
      ])('reads the events since it looked, and no other: $name', async ({ fromMs }) => {
        const parameters = [firstUuidAt(fromMs())];
        const [{ n } = { n: -1 }] = await product.query<{ n: number | string }>(
          'SELECT count(*) AS n FROM audit_events WHERE id >= ?',
          parameters,
        );
        const cost = await costOf(connection, { sql: RECENT_CHANGES, parameters });
        expect(cost.scans).toEqual([]);
        expect(cost.examined).toBeLessThanOrEqual(Number(n) + 1);
      });
    });

    describe('the audit page', () => {
      it.each([
        '',
        '?from=2024-03-01T00:00&to=2024-03-02T00:00',
        '?person=user4711@acme.example',
        '?person=user4711@acme.example&outcome=refused',
        '?outcome=refused',
        '?reason=user_suspended',
        '?type=user.roles_changed',
        '?ip=203.0.7.7',
        '?ip=203.0.7.7&from=2024-03-01T00:00',
        '?person=nobody@acme.example',
      ])('asked for "%s"', async (query) => {
        let older: string | undefined;
        await expectCheap(
          await recorded(async () => {
            const { status, text } = await admin.get(`/admin/audit${query}`);
            expect(status).toBe(200);
            older = /href="(\/admin\/audit\?[^"]*cursor=[^"]+)"/
              .exec(text)?.[1]
              ?.replaceAll('&amp;', '&');
          }),
        );
        if (older !== undefined) await expectCheap(await recorded(() => admin.get(older ?? '')));
      });

      it('shows one event, and finds it by its number', async () => {
        const [event] = await product.query<{ id: string }>(
          "SELECT id FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 1",
        );
        await expectCheap(await recorded(() => admin.get(`/admin/audit/${event?.id ?? ''}`)));
      });

      it('costs at most 1.2 times the page of a log that is new', async () => {
        // As many rows on both: the quiet tenant's log gets one page's worth of events by being read.
        for (let n = 0; n < 60; n += 1) await quietAdmin.get('/admin/audit');
        const rounds: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const full = await cpuOf(() => admin.get('/admin/audit?type=audit.read'));
          const quiet = await cpuOf(() => quietAdmin.get('/admin/audit?type=audit.read'));
          rounds.push(full / quiet);
          for (let n = 0; n < 4; n += 1) await admin.get('/admin/audit?type=audit.read');
        }
        const ratio = rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Infinity;
        expect(ratio).toBeLessThanOrEqual(1.2);
      });
    });

    /** CPU of this process for ten visits: the product runs in it, the database does not. */
    async function cpuOf(visit: () => Promise<unknown>): Promise<number> {
      const before = process.cpuUsage();
      for (let n = 0; n < 10; n += 1) await visit();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    }
  },
);

/** A tenant has a handful of mapping rules and a connection a handful of certificates: reading them all is the point. */
function isOfATenant(scan: string): boolean {
  return /^(tenants|t|connections|c|connection_certificates|k|mapping_rules): /.test(scan);
}
