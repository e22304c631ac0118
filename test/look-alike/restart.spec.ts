import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SP, startForTest } from './browserless.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'look-alike-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('what a restart keeps', () => {
  it('keys, the active one, and settings; in a file for the owner only', async () => {
    const before = await startForTest({ dataDir: folder });
    const added = await before.addCertificate();
    before.activateCertificate(added);
    before.changeSettings({ groups: 'names', signatureHash: 'sha1' });
    const thumbprints = before
      .app()
      .certificates.list()
      .map((one) => one.thumbprint);
    await before.close();
    const after = await startForTest({ dataDir: folder });
    expect(
      after
        .app()
        .certificates.list()
        .map((one) => one.thumbprint),
    ).toEqual(thumbprints);
    expect(after.app().certificates.active().thumbprint).toBe(added);
    expect(after.app().settings).toMatchObject({ groups: 'names', signatureHash: 'sha1' });
    await after.close();
    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  });

  it('nothing where there is no folder, and two tenants share no key', async () => {
    const one = await startForTest();
    const two = await startForTest({ tenantId: '22222222-1111-4111-8111-222222222222' });
    expect(two.entityId).toBe('https://sts.windows.net/22222222-1111-4111-8111-222222222222/');
    const [first, second] = [one, two].map((idp) => idp.app().certificates.active().thumbprint);
    expect(first).not.toBe(second);
    await Promise.all([one.close(), two.close()]);
  });
});

describe('an expired certificate', () => {
  it('gives way to a valid one, and goes on signing where there is none', async () => {
    let nowMs = Date.parse('2026-03-02T09:00:00Z');
    const idp = await startForTest({ nowMs: () => nowMs });
    const { certificates } = idp.app();
    const old = certificates.active().thumbprint;
    nowMs += 4 * 366 * 86_400_000;
    expect(certificates.signing(nowMs).thumbprint).toBe(old);
    const added = await idp.addCertificate();
    expect(certificates.signing(nowMs).thumbprint).toBe(added);
    await idp.close();
  });
});

describe('metadata', () => {
  it('of an application, of the tenant, of no tenant', async () => {
    const idp = await startForTest();
    const read = async (url: string): Promise<string> => {
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
      expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
      return bytes.toString('utf8');
    };
    const own = await read(idp.metadataUrl(SP.appId));
    const { certificateBase64 } = idp.app().certificates.active();
    expect(own).toContain(certificateBase64);
    expect(own).toMatch(
      /^\uFEFF<\?xml .*<Signature .*SecurityTokenServiceType.*ApplicationServiceType.*<IDPSSODescriptor /,
    );
    expect(own).not.toMatch(/validUntil|cacheDuration|NameIDFormat|WantAuthnRequestsSigned/);
    const tenants = await read(
      idp.metadataUrl(SP.appId).replace(/\?.*/, '').toUpperCase().replace(/^HTTP/, 'http'),
    );
    expect(tenants).not.toContain(certificateBase64);
    const common = `${idp.origin}/common/FederationMetadata/2007-06/FederationMetadata.xml`;
    expect(await read(common)).toContain('entityID="https://sts.windows.net/{tenantid}/"');
    expect((await fetch(`${idp.metadataUrl(SP.appId)}0`)).status).toBe(400);
    await idp.close();
  });
});

describe('the command line', () => {
  const main = new URL('../../dev/idp/main.ts', import.meta.url).pathname;

  it('says one line when ready and stops on SIGTERM', async () => {
    const child = spawn(process.execPath, [
      ...[main, '--port', '0', '--data', folder],
      ...['--app', 'Imagen=http://acme.localhost:3000'],
    ]);
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    expect(line).toMatch(/^Entra look-alike ready at http:\/\/127\.0\.0\.1:\d+\/myapps$/);
    const portal = await fetch(line.replace(/^.* at /, '').replace('/myapps', '/portal'));
    expect(await portal.text()).toContain(SP.acsUrl);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 30_000);

  it.each([
    ['--port', 'many'],
    ['--app', 'Imagen'],
    ['--what', 'ever'],
  ])('refuses %s %s with a sentence', async (...parameters) => {
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [main, ...parameters], (_error, _stdout, stderr) =>
        resolve(stderr),
      );
    });
    expect(output).toContain('Usage:');
    expect(output).not.toContain('    at ');
  });
});
