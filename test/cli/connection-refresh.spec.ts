import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningLookAlike } from '../../dev/idp/server.js';
import { MetadataServer } from '../connections/metadata-server.js';
import { startForTest, SP } from '../look-alike/browserless.js';
import { databases } from '../support/databases.js';
import { idpMetadata } from '../support/product.js';
import { aForeignKey, aSigningKey, theIdpKey } from '../support/saml/index.js';
import { CliWorld } from './cli-world.js';

describe.each(databases)('connection refresh on $kind', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'imagen-sso-test-'));
  let server: MetadataServer;
  let lookAlike: RunningLookAlike;
  let cli: CliWorld;

  beforeAll(async () => {
    server = await MetadataServer.start();
    lookAlike = await startForTest();
    const OUTBOUND_ALLOW = `${server.host},127.0.0.1:${lookAlike.port}`;
    cli = await CliWorld.open(kind, { OUTBOUND_ALLOW });
    await cli.must('tenant create acme --name Acme');
    server.served = { body: idpMetadata() };
    await cli.must(`connection import acme --metadata ${server.url} --activate`);
  });

  afterAll(async () => {
    await server.close();
    await lookAlike.close();
    await cli.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const shown = async () => (await cli.must('connection show acme --json')).json();

  it('shows first and then takes over', async () => {
    const next = aForeignKey();
    server.served = { body: idpMetadata({ keys: [next] }) };
    const before = await shown();
    const preview = await cli.must('connection refresh acme --dry-run');
    expect(preview.out).toContain('This would change; nothing was written.');
    expect(preview.out).toMatch(/^\+ certificate (..:){31}..$/m);
    expect(preview.out).toMatch(/^- certificate (..:){31}..$/m);
    expect(await shown()).toEqual(before);
    const done = (await cli.must('connection refresh acme --json')).json();
    expect(done).toMatchObject({ dryRun: false, outcome: 'changed', addresses: [] });
    expect(await shown()).toMatchObject({
      connection: { version: 2 },
      metadataState: { problem: null, staleDays: 0 },
    });
    expect((await cli.must('connection refresh acme')).out).toContain('Nothing to change');
  });

  it('says what a new entity ID means, and has no way around it', async () => {
    server.served = { body: idpMetadata({ entityId: 'https://other.example/' }) };
    const ran = await cli.run(['connection', 'refresh', 'acme']);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.out).toContain('https://other.example/');
    expect(ran.out).toContain('import it as a new connection');
    expect(await shown()).toMatchObject({
      metadataState: { problem: 'metadata_entity_id_changed' },
    });
    expect((await cli.run(['connection', 'refresh', 'acme', '--accept-entity-id'])).code).not.toBe(
      0,
    );
    const doctor = await cli.run(['doctor']);
    expect(doctor.out).toContain('the last refresh failed');
  });

  it('trusts a key for metadata, and the address alone again', async () => {
    const file = join(folder, 'publisher.pem');
    writeFileSync(file, theIdpKey().certificatePem);
    const trusted = await cli.run(['connection', 'trust-metadata', 'acme', '--certificate', file]);
    expect(trusted.out).toContain('must be signed');
    server.served = { body: idpMetadata() };
    const refused = await cli.run(['connection', 'refresh', 'acme']);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.out).toContain('is not signed');
    const importing = ['connection', 'import', 'acme', '--metadata', server.url];
    expect((await cli.run(importing)).err).toContain('is not signed');
    await cli.must('connection trust-metadata acme --certificate none');
    await cli.must('connection refresh acme');
    const events = await cli.must(
      'audit export acme --type metadata.trust_changed --format ndjson',
    );
    expect(events.out.trim().split('\n')).toHaveLength(2);
  });

  it.each([
    ['no certificate', 'hello', 'no X.509 certificate'],
    ['a short key', aSigningKey({ bits: 1024 }).certificatePem, 'ask the publisher'],
  ])('takes %s for none', async (_, content, why) => {
    const file = join(folder, 'bad.pem');
    writeFileSync(file, content);
    const ran = await cli.run(['connection', 'trust-metadata', 'acme', '--certificate', file]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain(why);
  });

  it('has nothing to ask where a file was imported, or the address was taken out', async () => {
    await cli.must('connection set acme metadata_url=none');
    const ran = await cli.run(['connection', 'refresh', 'acme']);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('imported from a file');
    expect((await cli.must('connection show acme')).out).toContain('imported from a file');
    expect((await cli.run(['connection', 'set', 'acme', 'metadata_url=https://x/'])).code).toBe(1);
  });

  it('follows a rollover at the Entra look-alike: added, made active, the old one deleted', async () => {
    await cli.must('tenant create entra --name Entra');
    const address = lookAlike.metadataUrl(SP.appId);
    await cli.must(`connection import entra --metadata ${address} --activate`);
    const ring = lookAlike.app(SP.appId).certificates;
    const former = ring.signing(Date.now()).thumbprint;
    const refreshed = async () => (await cli.must('connection refresh entra --json')).json();
    expect(await refreshed()).toMatchObject({ outcome: 'unchanged' });
    const next = await lookAlike.addCertificate(SP.appId);
    expect(await refreshed()).toMatchObject({ certificatesAdded: [{}], certificatesRemoved: [] });
    lookAlike.activateCertificate(next, SP.appId);
    expect(await refreshed()).toMatchObject({ outcome: 'unchanged' });
    ring.remove(former);
    expect(await refreshed()).toMatchObject({ certificatesAdded: [], certificatesRemoved: [{}] });
  });
});
