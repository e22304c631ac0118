import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Access, ACCESS_KEY } from '../../src/http/index.js';
import { HealthController } from '../../src/operations/health.controller.js';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE } from '../support/paths.js';
import { type Route, routesOf } from '../support/routes.js';

interface ExpressRouter {
  readonly stack: readonly { readonly route?: { readonly path: string | readonly string[] } }[];
}

/** What anybody may call, each for a reason that stands beside it. A new one is to be thought about. */
const PUBLIC = [
  '/',
  '/api/docs',
  '/api/openapi.json',
  '/assets/:name',
  '/healthz',
  '/readyz',
  '/saml/module.php/saml/sp/metadata.php/imagenweb',
  '/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
  '/saml/module.php/saml/sp/saml2-logout.php/imagenweb',
  '/site/continue',
  '/site/login',
  '/site/logout',
  '/site/resume',
  '/sp-entityid',
];

const [sqlite] = databases;

describe('every route', () => {
  let world: ApiWorld;
  let viewer: HttpClient;
  let routes: readonly Route[];

  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    world = await openApiWorld(sqlite);
    viewer = await world.signedIn('oid-1');
    routes = routesOf(world.product);
  });

  afterAll(() => world.product.close());

  const reachedBy = (kind: Access['kind']): Route[] =>
    routes.filter(({ access }) => access?.kind === kind);
  const concrete = (path: string): string => path.replace(/:\w+/g, 'x');

  it('is one that a controller says who may call', () => {
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
    const { router } = world.product.app.getHttpAdapter().getInstance() as {
      router: ExpressRouter;
    };
    const served = router.stack.flatMap(({ route }) => route?.path ?? []);
    expect(served.length).toBeGreaterThan(20);
    expect(new Set(served)).toEqual(new Set(routes.map(({ path }) => path)));
  });

  it('that says nothing is closed to everybody', async () => {
    const handler = HealthController.prototype.health;
    const access = Reflect.getMetadata(ACCESS_KEY, handler) as Access;
    Reflect.deleteMetadata(ACCESS_KEY, handler);
    const answer = await viewer.get('/healthz');
    Reflect.defineMetadata(ACCESS_KEY, access, handler);
    expect([answer.status, (await viewer.get('/healthz')).status]).toEqual([500, 200]);
    expect(answer.text).not.toContain('status');
  });

  it('is public only where this list says so', () => {
    const open = new Set(reachedBy('public').map(({ path }) => path));
    expect([...open].toSorted()).toEqual(PUBLIC);
  });

  it('that is not public sends a stranger away, and another customer’s person, too', async () => {
    const paths = [...reachedBy('signed_in'), ...reachedBy('role'), ...reachedBy('scope')];
    expect(paths.length).toBeGreaterThan(12);
    const foreigner = world.product.client('globex');
    foreigner.setCookie(SESSION_COOKIE, viewer.cookie(SESSION_COOKIE) ?? '');
    for (const { path, method } of paths) {
      const stranger = await world.product.client('acme').ask(concrete(path), { method });
      const foreign = await foreigner.ask(concrete(path), { method });
      expect([401, 303]).toContain(stranger.status);
      expect({ path, status: foreign.status }).toEqual({ path, status: stranger.status });
      if (stranger.status === 303) expect(stranger.headers.location).toMatch(/^\/site\/login\?/);
    }
  });

  it('that needs a role or a scope is closed to a person without it', async () => {
    for (const { path, method } of [...reachedBy('role'), ...reachedBy('scope')]) {
      const answer = await viewer.ask(concrete(path), { method });
      expect({ path, status: answer.status }).toEqual({ path, status: 403 });
    }
  });
});
