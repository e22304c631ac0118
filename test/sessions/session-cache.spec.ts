import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AuditService, ChangeFeed, RECENT_CHANGES } from '../../src/audit/index.js';
import { SessionsRevoke } from '../../src/auth/index.js';
import { ChangePoll } from '../../src/auth/session/change-poll.js';
import { Database, firstUuidAt, Transactions, uuidv7 } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { UsersGrants, UsersSuspend } from '../../src/users/index.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE, SLO_PATH } from '../support/paths.js';
import {
  BY_TEST,
  createLiveTenant,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { signIn } from '../support/sign-in.js';
import { statementsOf } from '../scale/statements.js';

/** Their clocks stand and their timers are stopped, so that they poll when a test says so. */
describe.each(databases)('two instances that cache sessions, on $kind,', (kind) => {
  const clock = new StandingClock(Date.now());
  let home: Awaited<ReturnType<typeof kind.create>>;
  let a: Product;
  let b: Product;
  let tenantId: string;

  beforeAll(async () => {
    home = await kind.create();
    a = await startProduct(kind, { databaseUrl: home.url, clock });
    b = await startProduct(kind, { databaseUrl: home.url, clock });
    for (const product of [a, b]) await product.get(ChangePoll).stop();
    tenantId = (await createLiveTenant(a)).tenant.id;
  }, 60_000);

  afterAll(async () => {
    await a.close();
    await b.close();
    await home.drop();
  });

  const poll = async (): Promise<void> => {
    await a.get(ChangeFeed).poll();
    await b.get(ChangeFeed).poll();
  };
  /** Longer than the overlap since whatever the test before did. */
  beforeEach(async () => {
    clock.atMs += 60_000;
    await poll();
  });

  const signedIn = async (objectId: string): Promise<{ onA: HttpClient; onB: HttpClient }> => {
    const onA = a.client('acme');
    const { answer } = await signIn(onA, {
      objectId,
      nowMs: clock.atMs,
      authnInstant: new Date(clock.atMs).toISOString(),
    });
    expect(answer.status).toBe(303);
    const onB = b.client('acme');
    onB.setCookie(SESSION_COOKIE, onA.cookie(SESSION_COOKIE) ?? '');
    await poll();
    return { onA, onB };
  };
  const status = async (client: HttpClient): Promise<number> =>
    (await client.get('/site/session')).status;
  const sessionReads = async (product: Product, client: HttpClient): Promise<number> => {
    const statements = await statementsOf(product.get(DataSource), () => status(client));
    return statements.filter(({ sql }) => /\b(FROM|UPDATE) sessions\b/.test(sql)).length;
  };
  const userOf = async (client: HttpClient): Promise<{ id: string; sessionId: string }> => {
    const { user } = (await client.get('/site/session')).json() as { user: { id: string } };
    return { id: user.id, sessionId: (client.cookie(SESSION_COOKIE) ?? '').slice(0, 36) };
  };

  it('read a session once, and not again for a minute', async () => {
    const { onB } = await signedIn('reader');
    expect(await sessionReads(b, onB)).toBe(1);
    for (let n = 0; n < 5; n += 1) expect(await sessionReads(b, onB)).toBe(0);
    clock.atMs += 61_000;
    await poll();
    expect(await sessionReads(b, onB)).toBeGreaterThan(0);
  });

  it('know no other secret for a cached session', async () => {
    const { onB } = await signedIn('victim');
    expect(await status(onB)).toBe(200);
    const thief = b.client('acme');
    thief.setCookie(
      SESSION_COOKIE,
      `${(onB.cookie(SESSION_COOKIE) ?? '').slice(0, 36)}.${'A'.repeat(43)}`,
    );
    expect(await status(thief)).toBe(401);
    expect(await status(onB)).toBe(200);
  });

  it.each(['one', 'all', 'suspended'] as const)(
    'hear at the next poll that sessions were ended elsewhere: %s',
    async (how) => {
      const { onA, onB } = await signedIn(`ended-${how}`);
      const { id: userId, sessionId } = await userOf(onB);
      expect([await status(onA), await status(onB)]).toEqual([200, 200]);
      const owner = { tenantId, userId, label: 'x' };
      if (how === 'one') await a.get(SessionsRevoke).one(owner, sessionId, BY_TEST);
      else if (how === 'all') await a.get(SessionsRevoke).all(owner, BY_TEST);
      else
        await a
          .get(Transactions)
          .run((tx) => a.get(UsersSuspend).suspend(tx, tenantId, userId, BY_TEST));
      expect([await status(onA), await status(onB)]).toEqual([401, 200]); // its own at once
      await poll();
      expect(await status(onB)).toBe(401);
    },
  );

  it('hear of a sign-out at the other', async () => {
    const { onA, onB } = await signedIn('leaver');
    expect(await status(onB)).toBe(200);
    const token = / name="token" value="([^"]+)"/.exec((await onA.get('/site/logout')).text)?.[1];
    await onA.postSameOrigin('/site/logout', { token: token ?? '' });
    await poll();
    expect(await status(onB)).toBe(401);
  });

  it('hear that a tenant’s sessions became shorter', async () => {
    const { onB } = await signedIn('short');
    expect(await status(onB)).toBe(200);
    const set = (sessionAbsoluteMinutes: number | null) =>
      a
        .get(Transactions)
        .run((tx) =>
          a.get(TenantsService).update(tx, tenantId, { sessionAbsoluteMinutes }, BY_TEST),
        );
    await set(5);
    clock.atMs += 4.9 * 60_000;
    await poll();
    expect(await status(onB)).toBe(200);
    clock.atMs += 0.2 * 60_000;
    await poll();
    expect(await status(onB)).toBe(401);
    await set(null);
  });

  it('believe no cache when the last good poll is older than five seconds', async () => {
    const { onA, onB } = await signedIn('silent');
    const { id: userId } = await userOf(onB);
    await a.get(SessionsRevoke).all({ tenantId, userId, label: 'x' }, BY_TEST);
    expect([await status(onA), await status(onB)]).toEqual([401, 200]);
    clock.atMs += 5_001;
    expect(await status(onB)).toBe(401);
  });

  it('hear of a change that was committed late, by an instance whose clock is behind, once', async () => {
    const { onB } = await signedIn('late');
    const { id: userId } = await userOf(onB);
    expect(await sessionReads(b, onB)).toBe(0);
    await poll();
    const id = uuidv7(clock.atMs - 25_000);
    await a.query('UPDATE sessions SET ended_at_ms = ? WHERE user_id = ?', [clock.atMs, userId]);
    await a.get(Transactions).run((tx) =>
      a.get(AuditService).append(tx, {
        id,
        tenantId,
        type: 'session.revoked',
        outcome: 'done',
        ...BY_TEST,
        personId: userId,
      }),
    );
    expect(await status(onB)).toBe(200);
    await poll();
    expect(await status(onB)).toBe(401);
  });

  it('are not emptied twice by one event, nor by what strangers send', async () => {
    const { onA, onB } = await signedIn('twice');
    const { id: userId } = await userOf(onB);
    await a.get(Transactions).run((tx) =>
      a.get(AuditService).append(tx, {
        tenantId,
        type: 'user.updated',
        outcome: 'done',
        ...BY_TEST,
        personId: userId,
      }),
    );
    await poll();
    expect(await sessionReads(b, onB)).toBe(1);
    await poll();
    expect(await sessionReads(b, onB)).toBe(0);
    expect(await status(onA)).toBe(200);
    await a.client('acme').postCrossSite('/saml/module.php/saml/sp/saml2-acs.php/imagenweb', {
      body: 'SAMLResponse=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const sent = await a.client('acme').get(`${SLO_PATH}?SAMLRequest=x`);
    expect(sent.status).toBe(400);
    expect([await sessionReads(a, onA), await sessionReads(b, onB)]).toEqual([0, 0]);
    await poll();
    expect([await sessionReads(a, onA), await sessionReads(b, onB)]).toEqual([0, 0]);
  });

  it('keep no older copy of a session whose person changed while another request was reading it', async () => {
    const { onB } = await signedIn('racer');
    const { id: userId } = await userOf(onB);
    const change = (verb: 'grant' | 'withdraw') =>
      a
        .get(Transactions)
        .run((tx) => a.get(UsersGrants)[verb](tx, tenantId, userId, 'administrator', BY_TEST));
    const rolesOf = async () =>
      ((await onB.get('/site/session')).json() as { user: { roles: string[] } }).user.roles;
    await change('grant');
    clock.atMs += 61_000; // long enough for the last use to be written, and for the cached row to be too old
    await poll();

    const held = holdNextSessionRead(b);
    const slow = rolesOf();
    await held.isRead;
    await change('withdraw');
    await poll();
    expect(await rolesOf()).toEqual(['viewer']);
    held.release();
    expect(await slow).toContain('administrator'); // it read before the change
    expect(await rolesOf()).toEqual(['viewer']);
  });

  it('keep a session alive that is used through caches only', async () => {
    const { onA, onB } = await signedIn('busy');
    for (let minutes = 0; minutes < 150; minutes += 30) {
      clock.atMs += 30 * 60_000;
      await poll();
      expect(await status(onB)).toBe(200);
      clock.atMs += 1_000;
      await poll();
      expect(await status(onB)).toBe(200);
    }
    expect(await status(onA)).toBe(200);
    clock.atMs += 121 * 60_000;
    await poll();
    expect([await status(onA), await status(onB)]).toEqual([401, 401]);
  });

  it('poll by a range of the primary key', async () => {
    const sql = `${kind.kind.toLowerCase().includes('sqlite') ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${RECENT_CHANGES}`;
    const plan = await a.query<{ key?: string; detail?: string }>(sql, [firstUuidAt(clock.atMs)]);
    const [step] = plan;
    expect(step?.key ?? step?.detail).toMatch(
      /^PRIMARY$|SEARCH audit_events USING INDEX sqlite_autoindex_audit_events_1 \(id>\?\)/,
    );
    expect(plan.length).toBe(1);
  });

  it('take back a transaction that lasts longer than readers look back for', async () => {
    const transactions = new Transactions(a.get(DataSource));
    transactions.maxTransactionMs = -1;
    const before = await a.query<{ n: number | string }>('SELECT count(*) AS n FROM audit_events');
    await expect(
      transactions.run((tx) =>
        a
          .get(AuditService)
          .append(tx, { tenantId, type: 'user.updated', outcome: 'done', ...BY_TEST }),
      ),
    ).rejects.toThrow('longer than is allowed');
    const after = await a.query<{ n: number | string }>('SELECT count(*) AS n FROM audit_events');
    expect(after).toEqual(before);
  });
});

/** The next read of a session gets its answer from the database at once, and hands it on when it is released. */
function holdNextSessionRead(product: Product): { isRead: Promise<void>; release: () => void } {
  const database = product.get(Database);
  const query = database.query.bind(database);
  const [read, released] = [new Signal(), new Signal()];
  database.query = async <Row extends object>(
    ...[sql, parameters]: Parameters<typeof query>
  ): Promise<Row[]> => {
    const rows = await query<Row>(sql, parameters);
    if (!/FROM sessions s JOIN users/.test(sql)) return rows;
    database.query = query;
    read.give();
    await released.given;
    return rows;
  };
  return {
    isRead: read.given,
    release: () => {
      released.give();
    },
  };
}

class Signal {
  give: () => void = () => undefined;
  readonly given = new Promise<void>((resolve) => {
    this.give = resolve;
  });
}
