import { freePort } from '../support/free-port.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { idpMetadata } from '../support/product.js';
import { aSigningKey } from '../support/saml/index.js';
import { LoadBalancer } from './load-balancer.js';
import { violationsIn } from './records.js';
import { type Acme, aDatabaseWithAcme, inspect, ServedProduct } from './served-product.js';
import { SteadySignIns } from './steady-sign-ins.js';

const OLD = randomBytes(32).toString('base64');
const NEW = randomBytes(32).toString('base64');
const IDP = {
  singleLogoutServices:
    '<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://login.microsoftonline.com/slo"/>',
};
const START_MS = 120_000;
const ROLL_MS = 480_000;

const mysql = databases.filter(({ kind }) => kind === 'mysql');

describe.each(mysql)('two instances behind HAProxy, on $kind', (kind) => {
  const [oldIdpKey, newIdpKey] = [aSigningKey(), aSigningKey()];
  let acme: Acme;
  let balancer: LoadBalancer;
  let signIns: SteadySignIns;
  const ports = { one: 0, two: 0 };
  const instances: Partial<Record<'one' | 'two', ServedProduct>> = {};

  const start = async (name: 'one' | 'two', secretKey: string): Promise<void> => {
    instances[name] = await ServedProduct.start(acme, ports[name], {
      SECRET_KEY: secretKey,
      STOP_DELAY_SECONDS: '5',
      TRUSTED_PROXIES: '127.0.0.1',
    });
  };
  const replace = async (name: 'one' | 'two', secretKey: string): Promise<void> => {
    await instances[name]?.stop();
    await start(name, secretKey);
    await balancer.untilUp(name);
  };
  const noneLost = async (when: string): Promise<void> => {
    await signIns.turnOver();
    expect({ when, lost: signIns.lost }).toEqual({ when, lost: [] });
  };
  /** One instance after the other. */
  const roll = async (when: string, secretKey: string): Promise<void> => {
    for (const name of ['one', 'two'] as const) {
      await replace(name, secretKey);
      await noneLost(`${name} was replaced, ${when}`);
    }
  };
  /** The command line as it is shipped, in a process of its own. */
  const cli = async (secretKey: string, words: string, input: string | Buffer = '') => {
    const child = spawn(
      process.execPath,
      [join(dirname(acme.main), 'cli.js'), ...words.split(' ')],
      {
        env: {
          NODE_ENV: 'production',
          DATABASE_URL: acme.databaseUrl,
          PUBLIC_URL: 'https://{tenant}.imagencloud.com',
          SECRET_KEY: secretKey,
        },
      },
    );
    child.stdin.end(input);
    const [complaints, [code]] = await Promise.all([
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
      text(child.stdout),
    ]);
    if (code !== 0) throw new Error(`${words}: ${complaints}`);
  };
  const importKeys = (...keys: (typeof oldIdpKey)[]): Promise<void> =>
    cli(OLD, 'connection import acme --metadata -', idpMetadata({ ...IDP, keys }));

  beforeEach(async () => {
    acme = await aDatabaseWithAcme(kind, { ...IDP, keys: [oldIdpKey] });
    await cli(OLD, 'keys create acme');
    [ports.one, ports.two] = [await freePort(), await freePort()];
    await Promise.all([start('one', OLD), start('two', OLD)]);
    balancer = await LoadBalancer.start(await freePort(), [ports.one, ports.two]);
    signIns = new SteadySignIns(balancer.port, {
      signing: oldIdpKey,
      encryptTo: oldIdpKey.privateKey, // until our metadata is read
      trusted: [],
    });
    const [encryptTo] = await signIns.certificates('encryption', 1);
    if (encryptTo) signIns.idp.encryptTo = encryptTo;
    signIns.idp.trusted = await signIns.certificates('signing', 1);
  }, START_MS);

  afterEach(async () => {
    await signIns.stop();
    await Promise.all(Object.values(instances).map((instance) => instance.kill()));
    await balancer.stop();
    await acme.drop();
  });

  it(
    'lose no sign-in while the IdP’s certificate, our keys and SECRET_KEY are replaced',
    async () => {
      const { idp } = signIns;
      signIns.start();
      await noneLost('all is as it was');

      await importKeys(oldIdpKey, newIdpKey);
      idp.signing = newIdpKey;
      await noneLost('the IdP signs with a new key');
      await importKeys(newIdpKey);
      await noneLost('the IdP’s old key is gone');

      await cli(OLD, 'keys prepare acme --use encryption');
      const [, next] = await signIns.certificates('encryption', 2);
      if (next) idp.encryptTo = next; // at once: an IdP may read our metadata at that very moment
      await noneLost('the IdP encrypts to our next key');
      await cli(OLD, 'keys activate acme --use encryption');
      await cli(OLD, 'keys retire acme --use encryption');
      await noneLost('our old encryption key is gone');

      await cli(OLD, 'keys prepare acme --use signing');
      idp.trusted = await signIns.certificates('signing', 2);
      await cli(OLD, 'keys activate acme --use signing');
      await noneLost('we sign with our next key');
      await cli(OLD, 'keys retire acme --use signing');
      idp.trusted = await signIns.certificates('signing', 1);
      await noneLost('our old signing key is gone');

      await roll('the new SECRET_KEY is known', `${OLD},${NEW}`);
      await roll('the new SECRET_KEY seals', `${NEW},${OLD}`);
      await cli(`${NEW},${OLD}`, 'keys reseal');
      await roll('the old SECRET_KEY is gone', NEW);

      await signIns.stop();
      expect(signIns.lost).toEqual([]);
      expect(signIns.completed).toBe(signIns.started);
      expect(signIns.crossed).toBeGreaterThan(100);
      await inspect(kind, acme, async (product) => {
        expect(await violationsIn(product)).toEqual({});
        const rows = await product.query<{ outcome: string; n: number | string }>(
          "SELECT outcome AS outcome, count(*) AS n FROM audit_events WHERE type = 'sign_in' GROUP BY outcome",
        );
        expect(rows.map(({ outcome, n }) => [outcome, Number(n)])).toEqual([
          ['accepted', signIns.completed],
        ]);
      });
    },
    ROLL_MS,
  );

  it(
    'do lose sign-ins where one of them is given a new SECRET_KEY that the other does not know',
    async () => {
      signIns.start();
      await noneLost('all is as it was');
      await replace('one', `${NEW},${OLD}`);
      await signIns.turnOver();
      expect(signIns.lost.map(({ step }) => step)).toContain('post');
    },
    ROLL_MS,
  );
});
