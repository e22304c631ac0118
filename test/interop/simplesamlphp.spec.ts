import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ConnectionsService } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { MappingRulesService } from '../../src/users/index.js';
import { freePort, launchBrowser } from '../support/browser.js';
import { databases } from '../support/databases.js';
import { BY_TEST, type Product, startProduct } from '../support/product.js';
import { until } from '../support/until.js';

const PHP_DIR = process.env.SIMPLESAMLPHP_DIR ?? '/usr/share/simplesamlphp';
const SUBJECT = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';

/** SimpleSAMLphp as Debian ships it: a SAML implementation that shares nothing with ours or with the look-alike. */
describe.each(databases)('signing in through SimpleSAMLphp, the product on $kind', (kind) => {
  let product: Product;
  let browser: Browser;
  let php: ChildProcess;
  let folder: string;
  let origin: string;
  let idpOrigin: string;

  beforeAll(async () => {
    const port = await freePort();
    const idpPort = await freePort();
    origin = `http://acme.localhost:${port.toString()}`;
    idpOrigin = `http://127.0.0.1:${idpPort.toString()}`;
    folder = mkdtempSync(join(tmpdir(), 'imagen-sso-php-'));
    writeConfiguration();
    php = spawn(
      'php',
      [
        '-d',
        'error_reporting=0',
        '-S',
        `127.0.0.1:${idpPort.toString()}`,
        '-t',
        join(PHP_DIR, 'www'),
      ],
      {
        env: {
          ...process.env,
          SIMPLESAMLPHP_CONFIG_DIR: join(folder, 'config'),
          PHP_CLI_SERVER_WORKERS: '2',
        },
        stdio: 'ignore',
      },
    );
    product = await startProduct(kind, {
      port,
      settings: { PUBLIC_URL: `http://{tenant}.localhost:${port.toString()}` },
    });
    await createAcme(await metadata());
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await product.close();
    php.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  function writeConfiguration(): void {
    for (const name of ['config', 'metadata', 'cert', 'log', 'data', 'tmp'])
      mkdirSync(join(folder, name));
    const config = {
      baseurlpath: `${idpOrigin}/`,
      certdir: join(folder, 'cert/'),
      loggingdir: join(folder, 'log/'),
      datadir: join(folder, 'data/'),
      tempdir: join(folder, 'tmp'),
      metadatadir: join(folder, 'metadata/'),
      secretsalt: 'a-salt-for-this-test-only',
      'auth.adminpassword': 'unused-0815',
      technicalcontact_email: 'test@example.org',
      timezone: 'UTC',
      'logging.handler': 'file',
      'enable.saml20-idp': true,
      'store.type': 'phpsession',
      'session.cookie.secure': false,
      'session.phpsession.savepath': join(folder, 'data'),
      'module.enable': { exampleauth: true, core: true, saml: true },
    };
    writePhp(
      'config/config.php',
      `$config = json_decode(${quoted(JSON.stringify(config))}, true);`,
    );
    const person = {
      uid: ['ann'],
      [SUBJECT]: ['ann@university.example'],
      'urn:oid:0.9.2342.19200300.100.1.3': ['ann@university.example'],
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname': ['Ånn'],
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname': ['O’Neill & Söhne'],
      Groups: ['library-staff', 'all'],
    };
    const sources = { 'example-userpass': { 0: 'exampleauth:UserPass', 'ann:secret': person } };
    writePhp(
      'config/authsources.php',
      `$config = json_decode(${quoted(JSON.stringify(sources))}, true);`,
    );
    const hosted = {
      host: '__DEFAULT__',
      privatekey: 'idp.pem',
      certificate: 'idp.crt',
      auth: 'example-userpass',
      'signature.algorithm': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    };
    writePhp(
      'metadata/saml20-idp-hosted.php',
      `$metadata[${quoted(`${idpOrigin}/idp`)}] = json_decode(${quoted(JSON.stringify(hosted))}, true);`,
    );
    const remote = {
      AssertionConsumerService: `${origin}/saml/module.php/saml/sp/saml2-acs.php/imagenweb`,
      'simplesaml.attributes': true,
      NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
    };
    writePhp(
      'metadata/saml20-sp-remote.php',
      `$metadata[${quoted(`${origin}/sp-entityid`)}] = json_decode(${quoted(JSON.stringify(remote))}, true);`,
    );
    const key = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '30',
      '-subj',
      '/CN=idp.example',
    ];
    spawnSync(
      'openssl',
      [...key, '-keyout', join(folder, 'cert/idp.pem'), '-out', join(folder, 'cert/idp.crt')],
      { stdio: 'ignore' },
    );
  }

  function writePhp(name: string, body: string): void {
    writeFileSync(join(folder, name), `<?php\n${body}\n`);
  }

  function metadata(): Promise<Buffer> {
    return until('SimpleSAMLphp gives its metadata', async () => {
      const answer = await fetch(`${idpOrigin}/saml2/idp/metadata.php`).catch(() => null);
      return answer?.ok ? Buffer.from(await answer.arrayBuffer()) : null;
    });
  }

  async function createAcme(bytes: Buffer): Promise<void> {
    const connections = product.get(ConnectionsService);
    const read = connections.readMetadata(bytes);
    await product.get(Transactions).run(async (tx) => {
      const { id } = await product
        .get(TenantsService)
        .create(tx, { subdomain: 'acme', name: 'Acme' }, BY_TEST);
      const { connection } = await connections.importMetadata(
        tx,
        { tenantId: id, metadata: read, metadataUrl: null },
        BY_TEST,
      );
      await connections.activate(tx, id, connection.id, BY_TEST);
      await product
        .get(MappingRulesService)
        .add(tx, id, { source: 'group', value: 'library-staff', role: 'editor' }, BY_TEST);
    });
  }

  async function signIn(page: Page): Promise<void> {
    await page.goto(`${origin}/site/login?returnTo=/site/session`);
    await page.fill('input[name="username"]', 'ann');
    await page.fill('input[name="password"]', 'secret');
    await Promise.all([
      page.waitForURL(`${origin}/**`),
      page.press('input[name="password"]', 'Enter'),
    ]);
  }

  it('signs a person in, twice, as one account', async () => {
    for (let round = 0; round < 2; round += 1) {
      const page = await browser.newPage();
      await signIn(page);
      expect(page.url()).toBe(`${origin}/site/session`);
      const session: unknown = JSON.parse((await page.textContent('body')) ?? '');
      expect(session).toMatchObject({
        user: {
          subject: 'ann@university.example',
          displayName: 'Ånn O’Neill & Söhne',
          roles: ['editor'],
          groups: ['all', 'library-staff'],
        },
      });
      await page.close();
    }
    expect(await product.query('SELECT count(*) AS n FROM users')).toEqual([{ n: 1 }]);
  });
});

/** A PHP string literal. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
