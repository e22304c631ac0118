import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases, type TestDatabase } from '../support/databases.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { signIn } from '../support/sign-in.js';
import { runWith } from './cli-world.js';

interface Person {
  readonly id: string;
  readonly subject: string;
  readonly state: string;
  readonly roles: { readonly manual: readonly string[]; readonly effective: readonly string[] };
}

describe.each(databases)('people and the command line on $kind', (kind) => {
  let home: TestDatabase;
  let product: Product;
  let person: Person;

  beforeAll(async () => {
    home = await kind.create();
    product = await startProduct(kind, { databaseUrl: home.url });
    await createLiveTenant(product, 'acme');
    expect((await signIn(product.client('acme'))).answer.status).toBe(303);
    [person] = (await must('user', 'list', 'acme')) as [Person];
  });

  afterAll(async () => {
    await product.close();
    await home.drop();
  });

  const run = (...args: string[]) =>
    runWith(
      {
        NODE_ENV: 'test',
        DATABASE_URL: home.url,
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      },
      args,
    );
  const must = async (...args: string[]): Promise<unknown> => {
    const ran = await run(...args, '--json');
    if (ran.code !== 0) throw new Error(ran.err);
    return ran.json();
  };

  it('whoever signed in is listed, and found by the beginning of the name', async () => {
    const start = person.subject.slice(0, 4).toUpperCase();
    expect(await must('user', 'list', 'acme', '--find', start)).toMatchObject([{ id: person.id }]);
    expect(await must('user', 'list', 'acme', '--find', 'zzz')).toEqual([]);
    expect(await must('user', 'list', 'acme', '--state', 'suspended')).toEqual([]);
    expect((await run('user', 'list', 'acme')).out).toContain(person.subject);
  });

  it('a role by hand is given once and taken back, each by any of the person’s names', async () => {
    const given = await must('user', 'grant', 'acme', person.subject, 'administrator');
    expect(given).toMatchObject({
      changed: true,
      user: { roles: { manual: ['administrator'] } },
    });
    const again = await run('user', 'grant', 'acme', person.id, 'administrator');
    expect(again).toMatchObject({ code: 0 });
    expect(again.err).toContain('it was so already');
    expect(again.out).toContain('administrator*');
    const taken = await must('user', 'withdraw', 'acme', person.id, 'administrator');
    expect(taken).toMatchObject({ changed: true, user: { roles: { manual: [] } } });
  });

  it.each(['operator', 'root', ''])('the role %j is given to nobody', async (role) => {
    const ran = await run('user', 'grant', 'acme', person.id, role);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^[^\n]+\.\n$/);
  });

  it('whoever is suspended is kept out until let in again', async () => {
    expect(await must('user', 'suspend', 'acme', person.subject)).toMatchObject({
      user: { state: 'suspended' },
    });
    const refused = await signIn(product.client('acme'));
    expect(refused.answer.status).toBe(403);
    await must('user', 'reactivate', 'acme', person.subject);
    expect((await signIn(product.client('acme'))).answer.status).toBe(303);
  });

  it('nobody of another tenant is reached', async () => {
    await must('tenant', 'create', 'globex', '--name', 'Globex');
    const ran = await run('user', 'suspend', 'globex', person.id);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(await must('user', 'list', 'acme')).toMatchObject([{ state: 'active' }]);
  });
});
