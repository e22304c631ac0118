import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { ActiveConnections, ConnectionsService } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import type { Advisory, Family } from '../../src/attack/index.js';
import type { RefusalCode } from '../../src/errors/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { UsersSuspend } from '../../src/users/index.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { ACS_PATH } from '../support/paths.js';
import { BY_TEST, idpMetadata } from '../support/product.js';
import {
  aForeignKey,
  type BuiltResponse,
  CLAIMS,
  type ResponseOptions,
} from '../support/saml/index.js';
import { answerTo, postResponse, startSignIn } from '../support/sign-in.js';
import type { AcsWorld, Target } from './acs-world.js';

/** A browser at a tenant, and everything around it that may go wrong. The responses themselves are the IdP's own. */
export class Scene {
  readonly client: HttpClient;

  constructor(
    readonly world: AcsWorld,
    readonly target: Target,
  ) {
    this.client = this.newBrowser();
  }

  newBrowser(at: Target = this.target): HttpClient {
    return this.world.product.client(at.subdomain);
  }

  async start(client = this.client): Promise<string> {
    return (await startSignIn(client)).requestId;
  }

  answer(requestId: string | null, options: ResponseOptions = {}, to = this.target) {
    const { acsUrl, spEntityId } = to;
    return answerTo(requestId, { acsUrl, spEntityId, nowMs: this.world.clock.atMs, ...options });
  }

  /** With a query of the start's own. */
  async startWith(query: string): Promise<string> {
    return (await startSignIn(this.client, query)).requestId;
  }

  async post(
    requestId: string | null,
    options: ResponseOptions = {},
    relayState?: string,
  ): Promise<Answer> {
    return postResponse(this.client, this.answer(requestId, options), relayState);
  }

  /** Started and answered: what is posted has nothing wrong with it but the scene. */
  async signIn(options: ResponseOptions = {}): Promise<Answer> {
    return this.post(await this.start(), options);
  }

  attemptCookie(client = this.client): string {
    return client.cookieNames().find((name) => name.includes('attempt')) ?? '';
  }

  setTenant(settings: Parameters<TenantsService['update']>[2]): Promise<unknown> {
    const { product } = this.world;
    return product
      .get(Transactions)
      .run((tx) =>
        product.get(TenantsService).update(tx, this.target.tenant.id, settings, BY_TEST),
      );
  }

  setConnection(settings: Parameters<ConnectionsService['update']>[3]): Promise<unknown> {
    const { product } = this.world;
    const { tenant, connection } = this.target;
    return product
      .get(Transactions)
      .run((tx) =>
        product.get(ConnectionsService).update(tx, tenant.id, connection.id, settings, BY_TEST),
      );
  }

  /** Another IdP takes the place of the one that the browser was sent to. */
  replaceConnection(idp: Parameters<typeof idpMetadata>[0]): Promise<void> {
    const { product } = this.world;
    const connections = product.get(ConnectionsService);
    const metadata = connections.readMetadata(idpMetadata(idp));
    const tenantId = this.target.tenant.id;
    return product.get(Transactions).run(async (tx) => {
      const wanted = { tenantId, metadata, metadataUrl: null };
      const { connection } = await connections.importMetadata(tx, wanted, BY_TEST);
      await connections.activate(tx, tenantId, connection.id, BY_TEST);
    });
  }

  async suspendEverybody(isSuspended: boolean): Promise<void> {
    const { product } = this.world;
    const suspend = product.get(UsersSuspend);
    const { userIds } = await this.world.trace(this.target);
    for (const id of userIds) {
      await product
        .get(Transactions)
        .run((tx) =>
          suspend[isSuspended ? 'suspend' : 'reactivate'](tx, this.target.tenant.id, id, BY_TEST),
        );
    }
  }
}

export interface ContextCase {
  readonly family: Family;
  readonly name: string;
  readonly advisories: readonly Advisory[];
  readonly expected: RefusalCode | 'accepted' | 'unsolicited';
  /** Everything before the attack; what it returns is the attack. */
  readonly arrange: (scene: Scene) => Promise<() => Promise<Answer>>;
}

type Unplaced = Omit<ContextCase, 'family'>;

function row(
  name: string,
  expected: ContextCase['expected'],
  arrange: ContextCase['arrange'],
  ...advisories: readonly Advisory[]
): Unplaced {
  return { name, expected, arrange, advisories };
}

function ofFamily(family: Family, rows: readonly Unplaced[]): ContextCase[] {
  return rows.map((each) => ({ ...each, family }));
}

/** Nothing to arrange: the sign-in itself is the attack. */
function signingIn(
  name: string,
  expected: ContextCase['expected'],
  options: ResponseOptions,
  before: (scene: Scene) => Promise<unknown> = () => Promise.resolve(),
  ...advisories: readonly Advisory[]
): Unplaced {
  const arrange = async (scene: Scene) => {
    await before(scene);
    const requestId = await scene.start();
    return () => scene.post(requestId, options);
  };
  return row(name, expected, arrange, ...advisories);
}

/** Something happens between the head of the request and the end of its body. */
async function postSlowly(
  { world, target }: Scene,
  browser: HttpClient,
  response: BuiltResponse,
  meanwhile: () => Promise<void>,
): Promise<Answer> {
  const body = response.form();
  const cookie = browser.cookieNames().map((name) => `${name}=${browser.cookie(name) ?? ''}`);
  const req = request({
    host: '127.0.0.1',
    port: world.product.port,
    path: ACS_PATH,
    method: 'POST',
    agent: false,
    headers: {
      host: `${target.subdomain}.imagencloud.com`,
      cookie: cookie.join('; '),
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': body.length,
      'sec-fetch-site': 'cross-site',
    },
  });
  const answered = once(req, 'response') as Promise<[IncomingMessage]>;
  const arrived = once(world.product.app.getHttpServer(), 'request');
  req.write(body.slice(0, 100));
  await arrived;
  await meanwhile();
  req.end(body.slice(100));
  const [res] = await answered;
  const bytes = await buffer(res);
  return {
    status: res.statusCode ?? 0,
    headers: res.headers,
    text: bytes.toString(),
    json: () => JSON.parse(bytes.toString()) as unknown,
  };
}

const OTHER_IDP = { entityId: 'https://sts.windows.net/0ther000-0000-4000-8000-000000000000/' };
const TEN_MINUTES = 600_000;

const attemptCases: readonly Unplaced[] = [
  row(
    'in a browser that started nothing',
    'attempt_unknown',
    (scene) => Promise.resolve(() => scene.post('_0000000000000000000000000000000000000000')),
    'CVE-2026-53425',
  ),
  row(
    'to the request of another browser',
    'attempt_unknown',
    async (scene) => {
      const requestId = await scene.start(scene.newBrowser());
      await scene.start();
      return () => scene.post(requestId);
    },
    'CVE-2026-53425',
  ),
  row('in a browser whose cookies were deleted', 'attempt_unknown', async (scene) => {
    const requestId = await scene.start();
    return () => postResponse(scene.newBrowser(), scene.answer(requestId));
  }),
  row('ten minutes after the start', 'accepted', async (scene) => {
    const requestId = await scene.start();
    scene.world.clock.atMs += TEN_MINUTES;
    return () => scene.post(requestId);
  }),
  row('a millisecond later than ten minutes after the start', 'attempt_unknown', async (scene) => {
    const requestId = await scene.start();
    scene.world.clock.atMs += TEN_MINUTES + 1;
    return () => scene.post(requestId);
  }),
  ...[0, 1, 20, 60, -1].map((position) =>
    row(
      `with an attempt whose cookie was changed at ${position.toString()}`,
      'attempt_unknown',
      async (scene) => {
        const requestId = await scene.start();
        const name = scene.attemptCookie();
        const sealed = scene.client.cookie(name) ?? '';
        const at = position < 0 ? sealed.length + position : position;
        const other = sealed[at] === 'A' ? 'Q' : 'A';
        const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
        scene.client.setCookie(name, changed, 'none');
        return () => scene.post(requestId);
      },
    ),
  ),
  row('with an attempt that somebody made up', 'attempt_unknown', async (scene) => {
    const requestId = await scene.start();
    const fields = JSON.stringify([
      'attempt',
      requestId,
      '/',
      scene.world.clock.atMs,
      'c',
      1,
      null,
    ]);
    scene.client.setCookie(
      scene.attemptCookie(),
      Buffer.from(fields).toString('base64url'),
      'none',
    );
    return () => scene.post(requestId);
  }),
  row(
    'with an attempt of another tenant',
    'attempt_unknown',
    async (scene) => {
      const foreign = scene.newBrowser(await scene.world.target());
      const requestId = await scene.start(foreign);
      const name = scene.attemptCookie(foreign);
      scene.client.setCookie(name, foreign.cookie(name) ?? '', 'none');
      return () => scene.post(requestId);
    },
    'CVE-2026-109372',
  ),
  row(
    'with the attempt in another slot, as after a restored browser',
    'accepted',
    async (scene) => {
      const requestId = await scene.start();
      const sealed = scene.client.cookie(scene.attemptCookie()) ?? '';
      const browser = scene.newBrowser();
      browser.setCookie('__Host-imagen-attempt-7', sealed, 'none');
      return () => postResponse(browser, scene.answer(requestId));
    },
  ),
  row('with a ninth slot', 'attempt_unknown', async (scene) => {
    const requestId = await scene.start();
    const sealed = scene.client.cookie(scene.attemptCookie()) ?? '';
    const browser = scene.newBrowser();
    browser.setCookie('__Host-imagen-attempt-8', sealed, 'none');
    return () => postResponse(browser, scene.answer(requestId));
  }),
  row(
    'unsolicited',
    'unsolicited',
    (scene) => Promise.resolve(() => scene.post(null)),
    'CVE-2026-16442',
    'CVE-2026-53425',
  ),
  row('unsolicited, while a sign-in is under way', 'unsolicited', async (scene) => {
    await scene.start();
    return () => scene.post(null);
  }),
];

const replayCases: readonly Unplaced[] = [
  row(
    'twice, with the attempt kept',
    'assertion_replayed',
    async (scene) => {
      const requestId = await scene.start();
      const thief = scene.newBrowser();
      const name = scene.attemptCookie();
      thief.setCookie(name, scene.client.cookie(name) ?? '', 'none');
      const response = scene.answer(requestId);
      await postResponse(scene.client, response);
      return () => postResponse(thief, response);
    },
    'CVE-2026-53424',
    'CVE-2026-44946',
    'CVE-2026-122220',
  ),
  row(
    'twice, the second time by a thief',
    'attempt_unknown',
    async (scene) => {
      const response = scene.answer(await scene.start());
      await postResponse(scene.client, response);
      return () => postResponse(scene.newBrowser(), response);
    },
    'CVE-2026-53424',
  ),
  row(
    'with another assertion to a request that was answered',
    'assertion_replayed',
    async (scene) => {
      const requestId = await scene.start();
      const browser = scene.newBrowser();
      const name = scene.attemptCookie();
      browser.setCookie(name, scene.client.cookie(name) ?? '', 'none');
      await scene.post(requestId);
      return () => postResponse(browser, scene.answer(requestId));
    },
    'CVE-2026-44946',
  ),
  row(
    'with the ID of an assertion that was spent',
    'assertion_replayed',
    async (scene) => {
      await scene.signIn({ assertionId: '_the-same' });
      const browser = scene.newBrowser();
      const response = scene.answer(await scene.start(browser), { assertionId: '_the-same' });
      return () => postResponse(browser, response);
    },
    'CVE-2026-122220',
  ),
  row('again, after the assertion was spent on a refusal', 'assertion_replayed', async (scene) => {
    await scene.setTenant({ jitEnabled: false });
    const response = scene.answer(await scene.start());
    await postResponse(scene.client, response);
    await scene.setTenant({ jitEnabled: true });
    return () => postResponse(scene.client, response);
  }),
  row('again, after a refusal that spent nothing', 'accepted', async (scene) => {
    const requestId = await scene.start();
    const response = scene.answer(requestId);
    await postResponse(scene.newBrowser(), response);
    return () => postResponse(scene.client, response);
  }),
];

const connectionCases: readonly Unplaced[] = [
  row(
    'of the former IdP, whose key is no longer trusted',
    'signature_invalid',
    async (scene) => {
      const requestId = await scene.start();
      await scene.replaceConnection({ ...OTHER_IDP, keys: [aForeignKey()] });
      return () => scene.post(requestId);
    },
    'CVE-2026-2603',
  ),
  row(
    'of the former IdP, which shares its key with the new one',
    'issuer_mismatch',
    async (scene) => {
      const requestId = await scene.start();
      await scene.replaceConnection(OTHER_IDP);
      return () => scene.post(requestId);
    },
    'CVE-2026-15640',
  ),
  row(
    'of the new IdP to a request that the former was sent',
    'attempt_connection_changed',
    async (scene) => {
      const requestId = await scene.start();
      await scene.replaceConnection(OTHER_IDP);
      return () => scene.post(requestId, { idpEntityId: OTHER_IDP.entityId });
    },
    'CVE-2026-109372',
  ),
  row(
    'when the connection is replaced while it is verified',
    'connection_inactive',
    async (scene) => {
      const requestId = await scene.start();
      const connections = scene.world.product.get(ActiveConnections);
      const find = connections.find.bind(connections);
      connections.find = async (...args) => {
        connections.find = find; // the next one is not held up
        const found = await find(...args);
        await scene.replaceConnection(OTHER_IDP);
        return found;
      };
      return () => scene.post(requestId);
    },
    'CVE-2026-2603',
    'CVE-2026-3047',
  ),
  row(
    'with a key that is taken out of the connection while it arrives',
    'attempt_connection_changed',
    async (scene) => {
      scene.world.clock.atMs += 2 * 60_000; // what the connection is has settled
      await scene.signIn();
      const browser = scene.newBrowser();
      const response = scene.answer(await scene.start(browser));
      return () =>
        postSlowly(scene, browser, response, () =>
          scene.replaceConnection({ keys: [aForeignKey()] }),
        );
    },
  ),
  row('with a key that was taken out of the connection', 'signature_invalid', async (scene) => {
    const requestId = await scene.start();
    await scene.replaceConnection({ keys: [aForeignKey()] }); // the same IdP with new metadata
    return () => scene.post(requestId);
  }),
  row('with the new key of a connection that was imported anew', 'accepted', async (scene) => {
    const requestId = await scene.start();
    await scene.replaceConnection({ keys: [aForeignKey()] });
    return () => scene.post(requestId, { key: aForeignKey() });
  }),
  row(
    'of an IdP whose metadata does not say what its key is for, unsigned',
    'signature_missing',
    async (scene) => {
      await scene.replaceConnection({ ...OTHER_IDP, keyUse: null });
      const requestId = await scene.start();
      return () => scene.post(requestId, { idpEntityId: OTHER_IDP.entityId, signed: 'none' });
    },
    'CVE-2026-16443',
  ),
  row('of an IdP whose metadata does not say what its key is for', 'accepted', async (scene) => {
    await scene.replaceConnection({ ...OTHER_IDP, keyUse: null });
    const requestId = await scene.start();
    return () => scene.post(requestId, { idpEntityId: OTHER_IDP.entityId });
  }),
  row(
    'of another tenant’s IdP, which signs for itself',
    'signature_invalid',
    async (scene) => {
      const requestId = await scene.start();
      return () => scene.post(requestId, { key: aForeignKey(), idpEntityId: OTHER_IDP.entityId });
    },
    'CVE-2026-109372',
    'CVE-2026-24858',
  ),
  signingIn('without the signature that is required on the assertion', 'signature_missing_assertion', { signed: 'response' }, (scene) => scene.setConnection({ signedElement: 'assertion' })), // prettier-ignore
  signingIn('without the signature that is required on the response', 'signature_missing_response', { signed: 'assertion' }, (scene) => scene.setConnection({ signedElement: 'both' })), // prettier-ignore
  signingIn('with both signatures required and there', 'accepted', { signed: 'both' }, (scene) => scene.setConnection({ signedElement: 'both' })), // prettier-ignore
  row(
    'meant for another tenant of the same IdP',
    'destination_mismatch',
    async (scene) => {
      const other = await scene.world.target();
      const requestId = await scene.start();
      return () => postResponse(scene.client, scene.answer(requestId, {}, other));
    },
    'CVE-2026-15640',
    'CVE-2026-24858',
  ),
];

const OVERAGE = { groups: [], claims: { [CLAIMS.groupsLink]: ['https://graph.windows.net/x'] } };

const personCases: readonly Unplaced[] = [
  signingIn('of a person', 'accepted', {}),
  row(
    'of a suspended person',
    'user_suspended',
    async (scene) => {
      await scene.signIn();
      await scene.suspendEverybody(true);
      return () => scene.signIn();
    },
    'CVE-2026-3047',
  ),
  row('of a person who was suspended while it was under way', 'user_suspended', async (scene) => {
    await scene.signIn();
    const browser = scene.newBrowser();
    const requestId = await scene.start(browser);
    await scene.suspendEverybody(true);
    return () => postResponse(browser, scene.answer(requestId));
  }),
  row('of a person who was let back in', 'accepted', async (scene) => {
    await scene.signIn();
    await scene.suspendEverybody(true);
    await scene.suspendEverybody(false);
    scene.world.clock.atMs += 1;
    const browser = scene.newBrowser();
    const requestId = await scene.start(browser);
    return () => postResponse(browser, scene.answer(requestId));
  }),
  signingIn('of a stranger where accounts are made by hand', 'user_unknown', {}, (scene) =>
    scene.setTenant({ jitEnabled: false }),
  ),
  row('of somebody known where accounts are made by hand', 'accepted', async (scene) => {
    await scene.signIn();
    await scene.setTenant({ jitEnabled: false });
    const browser = scene.newBrowser();
    const requestId = await scene.start(browser);
    return () => postResponse(browser, scene.answer(requestId));
  }),
  signingIn('of nobody’s group where one is required', 'role_match_required', {}, (scene) =>
    scene.setTenant({ requiresRoleMatch: true }),
  ),
  signingIn('with too many groups where they must be known', 'groups_unknown', OVERAGE, (scene) =>
    scene.setConnection({ groupsOverage: 'refuse' }),
  ),
  signingIn('with too many groups', 'accepted', OVERAGE),
  signingIn('of another Entra tenant', 'entra_tenant_mismatch', {
    tenantId: '99999999-9999-4999-8999-999999999999',
  }),
  signingIn('without object id', 'subject_missing', { claims: { [CLAIMS.objectId]: [] } }),
  signingIn('with two object ids', 'subject_not_unique', {
    claims: { [CLAIMS.objectId]: ['a', 'b'] },
  }),
  signingIn('with an object id of blanks', 'subject_malformed', { objectId: ' ' }),
];

const transportCases: readonly Unplaced[] = [
  ...['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'].map((method) =>
    row(`by ${method}`, 'method_not_allowed', async (scene) => {
      const { base64 } = scene.answer(await scene.start());
      const path = `${ACS_PATH}?SAMLResponse=${encodeURIComponent(base64)}`;
      return () => scene.client.ask(path, { method }, 'none');
    }),
  ),
  ...['SAMLRequest=x', 'samlresponse=x', 'SAMLart=', 'SAML%52esponse=x', 'a=1&SAMLResponse'].map(
    (query) =>
      row(`with ${query} in the query`, 'form_malformed', async (scene) => {
        const response = scene.answer(await scene.start());
        return () =>
          scene.client.postCrossSite(`${ACS_PATH}?${query}`, {
            form: { SAMLResponse: response.base64 },
          });
      }),
  ),
  row('with a query that is none of SAML’s', 'accepted', async (scene) => {
    const response = scene.answer(await scene.start());
    return () =>
      scene.client.postCrossSite(`${ACS_PATH}?utm_source=x`, {
        form: { SAMLResponse: response.base64 },
      });
  }),
  row('without a content type', 'content_type_unsupported', async (scene) => {
    const response = scene.answer(await scene.start());
    return () => scene.client.postCrossSite(ACS_PATH, { body: response.form() });
  }),
];

const MIX_UP = 'mix-up of tenants, connections and browsers';

export const CONTEXT_CASES: readonly ContextCase[] = [
  ...ofFamily(MIX_UP, attemptCases),
  ...ofFamily('replay', replayCases),
  ...ofFamily(MIX_UP, connectionCases),
  ...ofFamily('accounts', personCases),
  ...ofFamily('transport', transportCases),
];
