import { expect } from '@jest/globals';
import { type RefusalCode, type RefusalPage, refusals } from '../../src/errors/index.js';
import { Transactions } from '../../src/database/index.js';
import { type KeyPair, SpKeys } from '../../src/sp-keys/index.js';
import type { DatabaseKind } from '../support/databases.js';
import type { Answer } from '../support/http-client.js';
import {
  BY_TEST,
  createLiveTenant,
  type LiveTenant,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { ACME } from '../support/saml/index.js';
import { addressedTo } from '../support/sign-in.js';

/** The one event that every arrival at the ACS leaves. */
export interface SignInEvent {
  readonly type: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly personId: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly requestId: string;
  readonly reference: string;
  readonly ip: string;
  readonly details: string;
}

/** What a tenant has on its records. */
export interface Trace {
  readonly events: readonly SignInEvent[];
  readonly userIds: readonly string[];
  readonly sessionIds: readonly string[];
}

/** A tenant under attack, with what is on its records before the attack. */
export interface Target extends LiveTenant {
  readonly subdomain: string;
  readonly acsUrl: string;
  readonly spEntityId: string;
}

/**
 * The whole product with a clock that stands, and a tenant of its own for every case: then all that the case leaves
 * behind is to be seen, and identifiers may repeat from case to case.
 */
export class AcsWorld {
  readonly #pages = new Map<string, string>();
  #count = 0;

  private constructor(
    readonly product: Product,
    readonly clock: StandingClock,
  ) {}

  static async open(
    kind: DatabaseKind,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<AcsWorld> {
    const clock = new StandingClock(ACME.nowMs);
    return new AcsWorld(await startProduct(kind, { clock, settings }), clock);
  }

  close(): Promise<void> {
    return this.product.close();
  }

  /** @param encryption a key of the tenant's own, to which its IdP may encrypt */
  async target(encryption?: KeyPair): Promise<Target> {
    this.#count += 1;
    this.clock.atMs = ACME.nowMs;
    const subdomain = `acme-${this.#count.toString()}`;
    const live = await createLiveTenant(this.product, subdomain);
    if (encryption) await this.addKey(live.tenant.id, encryption);
    const { acsUrl = '', spEntityId = '' } = addressedTo(subdomain);
    return { ...live, subdomain, acsUrl, spEntityId };
  }

  private addKey(tenantId: string, pair: KeyPair): Promise<unknown> {
    const keys = this.product.get(SpKeys);
    return this.product
      .get(Transactions)
      .run((tx) => keys.add(tx, tenantId, 'encryption', pair, 'current', BY_TEST));
  }

  async trace({ tenant }: LiveTenant): Promise<Trace> {
    const events = await this.product.query<SignInEvent>(
      `SELECT type, outcome, reason, person_id AS personId, target_kind AS targetKind, target_id AS targetId,
         request_id AS requestId, reference, ip, details
       FROM audit_events WHERE tenant_id = ? AND type IN ('sign_in', 'sign_in_summary') ORDER BY id`,
      [tenant.id],
    );
    const idsOf = async (table: 'users' | 'sessions') => {
      const sql = `SELECT id FROM ${table} WHERE tenant_id = ? ORDER BY id`;
      return (await this.product.query<{ id: string }>(sql, [tenant.id])).map(({ id }) => id);
    };
    return { events, userIds: await idsOf('users'), sessionIds: await idsOf('sessions') };
  }

  /**
   * The answer is the refusal's page and nothing but it, one new event says why and by the number on the page, and
   * nobody got in.
   */
  async expectRefused(
    target: Target,
    answer: Answer,
    code: RefusalCode,
    before: Trace = EMPTY,
  ): Promise<SignInEvent> {
    const after = await this.trace(target);
    const event = onlyNewEvent(before, after, answer);
    expect(event).toMatchObject({ type: 'sign_in', outcome: 'refused', reason: code });
    expect(event).toMatchObject({ targetKind: null, targetId: null });
    expect(after).toMatchObject({ userIds: before.userIds, sessionIds: before.sessionIds });
    expect(answer.status).toBe(refusals[code].status);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain(event.reference);
    this.expectUninformative(target, answer, code, event.reference);
    return event;
  }

  /** Signed in: one session, its event, its person. */
  async expectAccepted(target: Target, answer: Answer, before: Trace = EMPTY): Promise<void> {
    const after = await this.trace(target);
    const event = onlyNewEvent(before, after, answer);
    expect(event).toMatchObject({ type: 'sign_in', outcome: 'accepted', reason: null });
    expect(answer.status).toBe(303);
    const newSessions = after.sessionIds.filter((id) => !before.sessionIds.includes(id));
    expect(newSessions).toEqual([event.targetId]);
    expect(answer.headers['set-cookie']?.join()).toContain(
      `__Host-imagen-session=${newSessions.join()}.`,
    );
    expect(after.userIds).toContain(event.personId);
  }

  /** Nobody's word is taken for it: a sign-in of our own starts instead. */
  async expectBounced(target: Target, answer: Answer, before: Trace = EMPTY): Promise<void> {
    const after = await this.trace(target);
    const event = onlyNewEvent(before, after, answer);
    expect(event).toMatchObject({ outcome: 'redirected', reason: 'unsolicited' });
    expect([answer.status, answer.headers.location]).toEqual([303, '/site/login?bounced=1']);
    expect(after).toMatchObject({ userIds: before.userIds, sessionIds: before.sessionIds });
  }

  /** Whatever the reason, the same page byte for byte, but for number, tenant and words that the reasons share. */
  private expectUninformative(
    { tenant }: Target,
    answer: Answer,
    code: RefusalCode,
    reference: string,
  ): void {
    const page: RefusalPage = refusals[code].page;
    const text = answer.text
      .replaceAll(reference, 'NUMBER')
      .replaceAll(tenant.name, 'TENANT')
      .replace(/<time.*?<\/time>/, 'TIME');
    const first = this.#pages.get(page) ?? text;
    this.#pages.set(page, first);
    expect(text).toBe(first);
    expect(text).not.toContain(code);
    expect(text).not.toContain(refusals[code].meaning);
  }
}

export const EMPTY: Trace = { events: [], userIds: [], sessionIds: [] };

function onlyNewEvent(before: Trace, after: Trace, answer: Answer): SignInEvent {
  const [event, ...more] = after.events.filter(
    ({ requestId }) => !before.events.some((known) => known.requestId === requestId),
  );
  expect(more).toEqual([]);
  expect(after.events.length).toBe(before.events.length + 1);
  expect(event?.requestId).toBe(answer.headers['x-request-id']);
  if (!event) throw new Error('an arrival without event');
  return event;
}
