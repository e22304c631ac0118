import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ActiveConnections,
  ConnectionsService,
  MetadataRefresh,
  MetadataTrust,
} from '../../src/connections/index.js';
import { Database, Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import {
  BY_TEST,
  idpMetadata,
  type IdpOptions,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import {
  ACME,
  aForeignKey,
  aSigningKey,
  type SigningKey,
  theIdpKey,
} from '../support/saml/index.js';
import { addressedTo, answerTo, postResponse, signIn, startSignIn } from '../support/sign-in.js';
import { MetadataServer, type Served } from './metadata-server.js';
import { signedMetadata } from './signed-metadata.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A key that the IdP changes to. */
const NEXT = aSigningKey();

describe.each(databases)('metadata from an address, on $kind', (kind) => {
  const clock = new StandingClock(Date.now());
  let server: MetadataServer;
  let product: Product;
  let other: Product; // another instance, on the same database
  let count = 0;
  let subdomain: string;
  let tenantId: string;
  let connectionId: string;

  beforeAll(async () => {
    server = await MetadataServer.start();
    const settings = { OUTBOUND_ALLOW: server.host };
    product = await startProduct(kind, { clock, settings });
    other = await startProduct(kind, { clock, settings, databaseUrl: product.databaseUrl });
  });

  afterAll(async () => {
    await other.close();
    await product.close();
    await server.close();
  });

  beforeEach(async () => {
    count += 1;
    subdomain = `t${count}`;
    server.served = {
      body: idpMetadata(),
      etag: '"1"',
      lastModified: 'Wed, 25 Nov 2026 20:00:00 GMT',
    };
    const made = await importFrom(product);
    ({ tenantId, connectionId } = made);
    server.asked.length = 0;
  });

  afterEach(async () => {
    await product.query('UPDATE connection_metadata SET next_at_ms = NULL'); // each test alone has something due
  });

  const importFrom = (instance: Product) => {
    const connections = instance.get(ConnectionsService);
    const metadata = connections.readMetadata(idpMetadata());
    return instance.get(Transactions).run(async (tx) => {
      const tenant = await instance
        .get(TenantsService)
        .create(tx, { subdomain, name: subdomain }, BY_TEST);
      const wanted = { tenantId: tenant.id, metadata, metadataUrl: server.url };
      const { connection } = await connections.importMetadata(tx, wanted, BY_TEST);
      await connections.activate(tx, tenant.id, connection.id, BY_TEST);
      return { tenantId: tenant.id, connectionId: connection.id };
    });
  };

  const connection = async () => {
    const found = await product.get(ConnectionsService).findActive(product.get(Database), tenantId);
    if (!found) throw new Error('there is no active connection');
    return found;
  };
  const state = async () => {
    const found = await product
      .get(ConnectionsService)
      .findMetadataState(product.get(Database), await connection());
    if (!found) throw new Error('nothing is known of its metadata');
    return found;
  };
  const keys = async () => (await connection()).certificates.map(({ derBase64 }) => derBase64);
  const base64 = (...these: SigningKey[]) => these.map((key) => key.certificateBase64);
  const events = async (pattern = 'metadata.%') => {
    const rows = await product.query<{ type: string; details: string }>(
      'SELECT type, details FROM audit_events WHERE tenant_id = ? AND type LIKE ? ORDER BY id',
      [tenantId, pattern],
    );
    return rows.map(({ type, details }) => ({
      type,
      details: JSON.parse(details) as Record<string, unknown>,
    }));
  };
  const types = async (pattern?: string) => (await events(pattern)).map(({ type }) => type);
  /** Lets the time pass after which it is due, whatever the jitter. */
  const anHourLater = (served: Served, instance = product) => {
    server.served = served;
    clock.atMs += 71 * MINUTE_MS;
    return instance.get(MetadataRefresh).runDue();
  };
  const publishing = (idp: IdpOptions, more: Served = {}): Served => ({
    body: idpMetadata(idp),
    ...more,
  });
  const trust = (key: SigningKey | null) =>
    product
      .get(Transactions)
      .run((tx) =>
        product
          .get(MetadataTrust)
          .set(tx, tenantId, connectionId, key && Buffer.from(key.certificatePem), BY_TEST),
      );
  const post = (key: SigningKey, client = product.client(subdomain)) =>
    signIn(client, { key, nowMs: clock.atMs, ...addressedTo(subdomain) });

  describe('is asked for', () => {
    it('about every hour, not before, and by the validators that it gave', async () => {
      clock.atMs += 49 * MINUTE_MS;
      expect(await product.get(MetadataRefresh).runDue()).toBe(0);
      expect(await anHourLater({ ...server.served, isConditional: true })).toBe(1);
      expect(server.asked[0]).not.toHaveProperty('if-none-match'); // nothing is known of the version imported
      expect(await anHourLater(server.served)).toBe(1);
      expect(server.asked[1]).toMatchObject({
        'if-none-match': '"1"',
        'if-modified-since': 'Wed, 25 Nov 2026 20:00:00 GMT',
      });
      expect((await state()).lastGoodAtMs).toBe(clock.atMs);
      expect(await types()).toEqual([]);
      expect((await connection()).version).toBe(1);
    });

    it('by one of two instances, and the other uses the new key at its next request', async () => {
      await post(theIdpKey(), other.client(subdomain)); // it has read the connection
      server.served = publishing({ keys: [theIdpKey(), NEXT] });
      clock.atMs += 71 * MINUTE_MS;
      // Two writers in one process block each other on SQLite: there the runs of one instance race.
      const racing =
        kind.kind === 'mysql' ? [product, other, product, other] : Array<Product>(4).fill(product);
      const asked = await Promise.all(racing.map((each) => each.get(MetadataRefresh).runDue()));
      expect(asked.toSorted()).toEqual([0, 0, 0, 1]);
      expect(await other.get(MetadataRefresh).runDue()).toBe(0);
      expect(server.asked).toHaveLength(1);
      for (const instance of [other, product]) {
        expect((await post(NEXT, instance.client(subdomain))).answer.status).toBe(303);
        expect((await post(theIdpKey(), instance.client(subdomain))).answer.status).toBe(303);
      }
    });

    it('through an index, however many are not due', async () => {
      const database = product.get(Database);
      const query = database.query.bind(database);
      let sql = '';
      database.query = (text, parameters) => {
        sql = text;
        return query(text, parameters);
      };
      await product.get(MetadataRefresh).runDue();
      database.query = query;
      const rows = Array.from(
        { length: 2000 },
        (_, n) => `('x${n}', 'x', ${clock.atMs * 2 + n}, 0)`,
      );
      await product.query(
        `INSERT INTO connection_metadata (connection_id, tenant_id, next_at_ms, stale_days_told) VALUES ${rows.join(', ')}`,
      );
      if (kind.kind === 'mysql') await product.query('ANALYZE TABLE connection_metadata');
      const explain = kind.kind === 'mysql' ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
      const plan = await product.query(`${explain} ${sql}`, [clock.atMs]);
      await product.query("DELETE FROM connection_metadata WHERE tenant_id = 'x'");
      const used =
        kind.kind === 'mysql'
          ? '"key":"connection_metadata_due_ix"'
          : 'USING INDEX connection_metadata_due_ix';
      expect(JSON.stringify(plan)).toContain(used);
    });

    it('again two minutes after an instance died over it', async () => {
      clock.atMs += 71 * MINUTE_MS;
      await product.query(
        "UPDATE connection_metadata SET lease_id = 'dead', checked_at_ms = ?, next_at_ms = ? WHERE connection_id = ?",
        [clock.atMs, clock.atMs + 2 * MINUTE_MS, connectionId],
      );
      expect(await product.get(MetadataRefresh).runDue()).toBe(0);
      clock.atMs += 2 * MINUTE_MS;
      expect(await other.get(MetadataRefresh).runDue()).toBe(1);
    });

    it('not for a connection whose address was taken out, nor for one that is retired', async () => {
      const connections = product.get(ConnectionsService);
      const write = product.get(Transactions);
      await write.run((tx) =>
        connections.update(tx, tenantId, connectionId, { metadataUrl: null }, BY_TEST),
      );
      expect(await anHourLater(server.served)).toBe(0);
      await write.run((tx) =>
        connections.importMetadata(
          tx,
          { tenantId, metadata: connections.readMetadata(idpMetadata()), metadataUrl: server.url },
          BY_TEST,
        ),
      );
      await product.query("UPDATE connections SET state = 'retired' WHERE id = ?", [connectionId]);
      expect(await anHourLater(server.served)).toBe(0);
    });
  });

  describe('is taken over', () => {
    it('with a key more, which a sign-in in the middle survives, and with its events', async () => {
      const browser = product.client(subdomain);
      const { requestId, relayState } = await startSignIn(browser);
      await anHourLater(publishing({ keys: [theIdpKey(), NEXT] }));
      clock.atMs -= 71 * MINUTE_MS; // the person took a minute, not an hour
      const response = answerTo(requestId, { nowMs: clock.atMs, ...addressedTo(subdomain) });
      expect((await postResponse(browser, response, relayState)).status).toBe(303);
      clock.atMs += 71 * MINUTE_MS;
      expect(await keys()).toEqual(base64(theIdpKey(), NEXT));
      expect((await connection()).version).toBe(2);
      expect(await types('%e%')).toEqual(
        expect.arrayContaining(['certificate.added', 'metadata.refreshed']),
      );
      const [{ details } = { details: {} }] = await events();
      expect(details).toMatchObject({ before: { version: 1 }, after: { version: 2 } });
    });

    it.each([
      { keys: [theIdpKey(), NEXT], of: theIdpKey(), what: 'is still there', status: 303 },
      { keys: [NEXT], of: theIdpKey(), what: 'is gone', status: 403 },
    ])(
      'while a response is verified: the key that verified it $what',
      async ({ keys: published, of, status }) => {
        clock.atMs += 2 * MINUTE_MS;
        const connections = product.get(ActiveConnections);
        const find = connections.find.bind(connections);
        const client = product.client(subdomain);
        const { requestId, relayState } = await startSignIn(client);
        connections.find = async (...args) => {
          connections.find = find;
          const found = await find(...args);
          server.served = publishing({ keys: published });
          await product.get(MetadataRefresh).refreshNow(tenantId, connectionId, BY_TEST);
          return found;
        };
        const response = answerTo(requestId, {
          key: of,
          nowMs: clock.atMs,
          ...addressedTo(subdomain),
        });
        expect((await postResponse(client, response, relayState)).status).toBe(status);
        expect((await connection()).version).toBe(2);
      },
    );

    it('with a key less: it loses trust at once, on the record', async () => {
      await anHourLater(publishing({ keys: [theIdpKey(), NEXT] }));
      expect((await post(theIdpKey())).answer.status).toBe(303);
      await anHourLater(publishing({ keys: [NEXT] }));
      expect(await keys()).toEqual(base64(NEXT));
      expect((await post(theIdpKey())).answer.status).toBe(403);
      expect((await post(NEXT)).answer.status).toBe(303);
      expect(await types('certificate.%')).toEqual([
        ...['certificate.added', 'certificate.added', 'certificate.removed'],
      ]);
    });

    it('with all keys replaced', async () => {
      await anHourLater(publishing({ keys: [NEXT, aForeignKey()] }));
      expect(await keys()).toEqual(base64(NEXT, aForeignKey()));
    });

    it('with an expired key, which validates and shows as expired', async () => {
      const expired = aSigningKey({ notAfterMs: Date.UTC(2025, 0, 1) });
      await anHourLater(publishing({ keys: [expired] }));
      expect((await post(expired)).answer.status).toBe(303);
    });

    it('without an event where only the validator is another', async () => {
      await anHourLater({ ...server.served, etag: '"1"' });
      await anHourLater({ ...server.served, etag: '"2"' });
      expect((await state()).etag).toBe('"2"');
      expect(await types()).toEqual([]);
      expect((await connection()).version).toBe(1);
    });

    it('after an import by hand anew, although the server says that it is unchanged', async () => {
      const served = publishing({ keys: [NEXT] }, { etag: '"1"', isConditional: true });
      await anHourLater(served);
      const connections = product.get(ConnectionsService);
      const metadata = connections.readMetadata(idpMetadata({ keys: [theIdpKey()] }));
      await product
        .get(Transactions)
        .run((tx) =>
          connections.importMetadata(tx, { tenantId, metadata, metadataUrl: null }, BY_TEST),
        );
      expect(await keys()).toEqual(base64(theIdpKey()));
      await anHourLater(served);
      expect(await keys()).toEqual(base64(NEXT));
    });

    it('not from a run that was overtaken by an import', async () => {
      server.served = {
        answer: (res) => {
          const connections = product.get(ConnectionsService);
          const metadata = connections.readMetadata(idpMetadata({ keys: [NEXT] }));
          void product
            .get(Transactions)
            .run((tx) =>
              connections.importMetadata(tx, { tenantId, metadata, metadataUrl: null }, BY_TEST),
            )
            .then(() => res.end(idpMetadata({ keys: [aForeignKey()] })));
        },
      };
      clock.atMs += 71 * MINUTE_MS;
      await product.get(MetadataRefresh).runDue();
      expect(await keys()).toEqual(base64(NEXT));
    });
  });

  describe('is refused whole, and what is in force stays', () => {
    const WEAK = aSigningKey({ bits: 1024 });
    const keyed = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${ACME.idpEntityId}">`;
    const until = (time: string) =>
      idpMetadata({ keys: [NEXT] })
        .toString()
        .replace(' entityID', ` validUntil="${time}" entityID`);

    it.each<[string, Served, string]>([
      ['an error', { status: 500, body: idpMetadata({ keys: [NEXT] }) }, 'answer_not_ok'],
      ['a page', { body: '<!doctype html><p>Sign in</p>' }, 'metadata_is_html'],
      ['nothing', { body: '' }, 'metadata_empty'],
      [
        'half of it',
        { body: idpMetadata({ keys: [NEXT] }).subarray(0, 900) },
        'metadata_truncated',
      ],
      [
        'another IdP',
        publishing({ entityId: 'https://evil.example/', keys: [NEXT] }),
        'metadata_entity_id_changed',
      ],
      [
        'another Entra tenant',
        {
          body: idpMetadata({ keys: [NEXT] })
            .toString()
            .replace(
              /Location="[^"]*"/,
              'Location="https://login.microsoftonline.com/other/saml2"',
            ),
        },
        'metadata_entra_tenant_changed',
      ],
      [
        'a time that is over',
        { body: until('2026-01-01T00:00:00Z') },
        'metadata_valid_until_passed',
      ],
      ['ten megabytes', { body: Buffer.alloc(10 * 1024 * 1024, 0x20) }, 'answer_too_large'],
      [
        'a redirect',
        { status: 302, location: 'https://evil.example/metadata', body: '' },
        'answer_redirects',
      ],
      ['"unchanged", unasked', { status: 304 }, 'answer_not_ok'],
      ['a weak key alone', publishing({ keys: [WEAK] }), 'metadata_no_usable_certificate'],
      ['no key', publishing({ keys: [] }), 'metadata_no_signing_certificate'],
      ['no IdP', { body: `${keyed}</EntityDescriptor>` }, 'metadata_no_idp'],
      [
        'an entity that a DTD defines',
        { body: `<!DOCTYPE x [<!ENTITY a "b">]>${idpMetadata({ keys: [NEXT] }).toString()}` },
        'metadata_has_doctype',
      ],
      ['a connection that breaks', { answer: (res) => res.destroy() }, 'host_unreachable'],
    ])('%s', async (_, served, problem) => {
      const before = await connection();
      await anHourLater(served);
      expect(await connection()).toEqual(before);
      expect(await state()).toMatchObject({ lastProblem: problem, leaseId: null });
      expect((await state()).nextAtMs).toBeGreaterThan(clock.atMs);
      expect((await post(theIdpKey())).answer.status).toBe(303);
      expect((await events()).map(({ details }) => details['problem'])).toEqual([problem]);
    });

    it('is on the record when the problem changes or ends, not every hour', async () => {
      for (const status of [500, 500, 500, 503]) await anHourLater({ status });
      await anHourLater({ body: '' });
      await anHourLater({ status: 500 });
      await anHourLater({ body: idpMetadata() });
      expect((await events()).map(({ details }) => details['problem'] ?? details)).toEqual([
        ...['answer_not_ok', 'metadata_empty', 'answer_not_ok'],
        { recoveredFrom: 'answer_not_ok' },
      ]);
      expect(await state()).toMatchObject({ lastProblem: null, lastGoodAtMs: clock.atMs });
    });

    it('although the server calls it unchanged, once its time is over', async () => {
      const validUntil = new Date(clock.atMs + 90 * MINUTE_MS).toISOString();
      const served = { body: until(validUntil), etag: '"u"', isConditional: true };
      await anHourLater(served);
      expect((await state()).lastProblem).toBeNull();
      await anHourLater(served);
      expect((await state()).lastProblem).toBe('metadata_valid_until_passed');
      expect(await keys()).toEqual(base64(NEXT));
    });

    it('is not taken for unchanged later', async () => {
      const evil = publishing(
        { entityId: 'https://evil.example/' },
        { etag: '"e"', isConditional: true },
      );
      await anHourLater(evil);
      await anHourLater(evil);
      expect((await state()).lastProblem).toBe('metadata_entity_id_changed');
    });
  });

  describe('with a trust anchor', () => {
    const publisher = aForeignKey();
    const validUntil = () => new Date(clock.atMs + 24 * HOUR_MS).toISOString();
    const body = (more: Parameters<typeof signedMetadata>[0] = {}) =>
      signedMetadata({ key: publisher, keys: [NEXT], validUntil: validUntil(), ...more });

    it('is taken over where the key signed it', async () => {
      await trust(publisher);
      expect(await product.get(MetadataRefresh).runDue()).toBe(1); // due at once
      expect((await state()).lastProblem).toBe('metadata_signature_missing');
      await anHourLater({ body: body() });
      expect(await keys()).toEqual(base64(NEXT));
      expect(await types()).toEqual([
        ...['metadata.trust_changed', 'metadata.refresh_failed', 'metadata.refreshed'],
      ]);
    });

    it.each([
      ['not signed', () => idpMetadata({ keys: [NEXT] }).toString(), 'metadata_signature_missing'],
      ['signed by another key', () => body({ key: theIdpKey() }), 'metadata_signature_invalid'],
      [
        'with a key put in afterwards',
        () =>
          body({
            edit: (xml) => xml.replace(NEXT.certificateBase64, theIdpKey().certificateBase64),
          }),
        'metadata_signature_invalid',
      ],
      [
        'without validUntil',
        () => signedMetadata({ key: publisher, keys: [NEXT] }),
        'metadata_valid_until_missing',
      ],
    ])('is refused %s', async (_, made, problem) => {
      await trust(publisher);
      const before = await connection();
      await anHourLater({ body: made() });
      expect((await state()).lastProblem).toBe(problem);
      expect(await connection()).toEqual(before);
    });

    it('is read as what was signed: an import from the address as well', async () => {
      await trust(publisher);
      const connections = product.get(ConnectionsService);
      const read = (xml: string) =>
        connections.readPublished(product.get(Database), tenantId, Buffer.from(xml));
      await expect(read(idpMetadata().toString())).rejects.toMatchObject({
        code: 'metadata_signature_missing',
      });
      expect((await read(body())).certificates.map((each) => each.derBase64)).toEqual(base64(NEXT));
      await trust(null);
      expect((await read(idpMetadata().toString())).entityId).toBe(ACME.idpEntityId);
    });
  });

  describe('is hastened', () => {
    const settled = (instance = product) => instance.get(MetadataRefresh).settled();

    beforeEach(() => {
      clock.atMs += 6 * MINUTE_MS;
      server.served = publishing({ keys: [NEXT] });
    });

    it('by a response that names a key we do not know: the next sign-in succeeds', async () => {
      expect((await post(NEXT)).answer.status).toBe(403);
      await settled();
      expect((await post(NEXT)).answer.status).toBe(303);
      expect(server.asked).toHaveLength(1);
    });

    it('once in five minutes, however many come, to whichever instance', async () => {
      server.served = { status: 500 };
      for (let n = 0; n < 5; n += 1) {
        await post(NEXT);
        await post(NEXT, other.client(subdomain));
      }
      await settled();
      await settled(other);
      expect(server.asked).toHaveLength(1);
      clock.atMs += 5 * MINUTE_MS;
      await post(NEXT);
      await post(NEXT, other.client(subdomain));
      await settled();
      await settled(other);
      expect(server.asked).toHaveLength(2);
    });

    it('not by a response with a broken signature of a key that we know', async () => {
      const rawEdit = (xml: string) => xml.replace('B.Simon', 'C.Simon').replace(/Simon/g, 'Simom');
      const client = product.client(subdomain);
      const { answer } = await signIn(client, {
        rawEdit,
        nowMs: clock.atMs,
        ...addressedTo(subdomain),
      });
      expect(answer.status).toBe(403);
      await settled();
      expect(server.asked).toHaveLength(0);
    });

    it('not for a connection that was imported from a file', async () => {
      await product.query('DELETE FROM connection_metadata WHERE connection_id = ?', [
        connectionId,
      ]);
      await post(NEXT);
      await settled();
      expect(server.asked).toHaveLength(0);
    });
  });
});
