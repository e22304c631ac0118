import { type ApiKeyScope, ApiKeysService } from '../../src/api-keys/index.js';
import { Transactions } from '../../src/database/index.js';
import { UsersGrants } from '../../src/users/index.js';
import type { DatabaseKind } from './databases.js';
import type { Answer, HttpClient } from './http-client.js';
import { BY_TEST, createLiveTenant, type Product, startProduct } from './product.js';
import { addressedTo, signIn } from './sign-in.js';

/** Two tenants with people who have signed in, and keys to read them by. */
export interface ApiWorld {
  readonly product: Product;
  readonly tenantIds: Readonly<Record<'acme' | 'globex', string>>;
  key(subdomain: 'acme' | 'globex' | null, scopes: readonly ApiKeyScope[]): Promise<string>;
  get(
    path: string,
    key: string | null,
    subdomain?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  userId(stableId: string): Promise<string>;
  signedIn(stableId: string): Promise<HttpClient>;
  makeAdministrator(stableId: string): Promise<void>;
  makeEditor(stableId: string): Promise<void>;
}

export async function openApiWorld(kind: DatabaseKind): Promise<ApiWorld> {
  const product = await startProduct(kind);
  const tenantIds = {
    acme: (await createLiveTenant(product, 'acme')).tenant.id,
    globex: (await createLiveTenant(product, 'globex')).tenant.id,
  };
  const userId = async (stableId: string): Promise<string> =>
    (await product.query<{ id: string }>('SELECT id FROM users WHERE stable_id = ?', [stableId]))[0]
      ?.id ?? '';
  const grant = async (stableId: string, role: string): Promise<void> => {
    const id = await userId(stableId);
    await product
      .get(Transactions)
      .run((tx) => product.get(UsersGrants).grant(tx, tenantIds.acme, id, role, BY_TEST));
  };
  const world: ApiWorld = {
    product,
    tenantIds,
    async key(subdomain, scopes) {
      const tenantId = subdomain === null ? null : tenantIds[subdomain];
      const created = await product
        .get(Transactions)
        .run((tx) =>
          product
            .get(ApiKeysService)
            .create(tx, { tenantId, name: 'test', scopes, expiresAtMs: null }, BY_TEST),
        );
      return created.token;
    },
    get: (path, key, subdomain = 'acme', headers = {}) =>
      product
        .client(subdomain)
        .get(path, { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers }),
    userId,
    async signedIn(stableId) {
      const client = product.client('acme');
      await signIn(client, personNumber(Number(stableId.replace('oid-', ''))));
      return client;
    },
    makeAdministrator: (stableId) => grant(stableId, 'administrator'),
    makeEditor: (stableId) => grant(stableId, 'editor'),
  };
  for (let n = 0; n < 7; n += 1) {
    await signIn(product.client('acme'), personNumber(n));
  }
  await signIn(product.client('globex'), {
    ...personNumber(0),
    ...addressedTo('globex'),
    objectId: 'globex-0',
  });
  return world;
}

function personNumber(n: number): {
  objectId: string;
  upn: string;
  mail: string;
  displayName: string;
  groups: string[];
} {
  const name = `person${n.toString()}`;
  return {
    objectId: `oid-${n.toString()}`,
    upn: `${name}@acme.example`,
    mail: `${name}@mail.example`,
    displayName: `Person ${n.toString()}`,
    groups: n % 2 === 0 ? ['even', 'all'] : ['all'],
  };
}
