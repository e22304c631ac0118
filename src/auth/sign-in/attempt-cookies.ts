import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SecretBox } from '../../secrets/index.js';
import { AwaitedRequests } from '../saml/index.js';
import { type Demands, NO_DEMANDS } from './domain/demands.js';
import { deleteCookie, readCookies, setCookie } from '../session/index.js';

/** One try to sign in, as `/site/login` sealed it into this browser. Nothing of it is stored on our side. */
export interface Attempt {
  readonly kind: 'attempt';
  readonly requestId: string; // the AuthnRequest's ID
  readonly connectionId: string;
  readonly connectionVersion: number;
  readonly returnTo: string;
  readonly startedAtMs: number;
  /** The session that the browser held then; it ends when this attempt opens a new one. */
  readonly previousSessionId: string | null;
  readonly demands: Demands;
}

/** What is left of an attempt that succeeded: a re-posted response is this browser's own back button, not a thief's. */
export interface DoneMarker {
  readonly kind: 'done';
  readonly requestId: string;
  readonly returnTo: string;
  readonly startedAtMs: number; // when it was done
  readonly sessionId: string;
}

type Slot = {
  readonly index: number;
  readonly size: number;
  readonly content: Attempt | DoneMarker;
};

export interface BrowserAttempts {
  readonly attempts: readonly Attempt[];
  readonly done: readonly DoneMarker[];
}

export const ATTEMPT_LIFETIME_SECONDS = 600;
const MAX_CLOCK_DIFFERENCE_MS = 60_000; // between our own instances
const SLOT_COUNT = 8;
const MAX_TOTAL_BYTES = 4096; // browsers and proxies limit headers; eight tabs with long deep links would not fit
const PURPOSE = 'attempt';
const OPENED = new WeakMap<Request, readonly Slot[]>();

/**
 * The attempts of one browser, at most eight, in cookies that only we can open and that no other tenant's host can use.
 * SameSite=None, because the response arrives by a cross-site POST.
 */
@Injectable()
export class AttemptCookies extends AwaitedRequests {
  constructor(private readonly secretBox: SecretBox) {
    super();
  }

  awaits(req: Request, tenantId: string, nowMs: number, requestId: string): boolean {
    const { attempts } = this.read(req, tenantId, nowMs);
    return attempts.some((attempt) => attempt.requestId === requestId);
  }

  read(req: Request, tenantId: string, nowMs: number): BrowserAttempts {
    const contents = this.slots(req, tenantId, nowMs).map((slot) => slot.content);
    return {
      attempts: contents.filter((content) => content.kind === 'attempt'),
      done: contents.filter((content) => content.kind === 'done'),
    };
  }

  /**
   * Puts a new attempt into a free slot, else over the oldest; drops oldest ones that would make the header too long. Any
   * of the free slots: tabs that a browser restores all at once know nothing of each other's cookies.
   */
  start(req: Request, res: Response, tenantId: string, attempt: Attempt): void {
    const sealed = this.seal(tenantId, attempt);
    const oldestFirst = this.slots(req, tenantId, attempt.startedAtMs).toSorted(
      (a, b) => a.content.startedAtMs - b.content.startedAtMs,
    );
    const kept = [...oldestFirst];
    const total = (): number =>
      kept.reduce((sum, slot) => sum + slot.size, cookieName(0).length + 1 + sealed.length);
    while (kept.length >= SLOT_COUNT || (kept.length > 0 && total() > MAX_TOTAL_BYTES))
      kept.shift();
    const keptIndexes = new Set(kept.map((slot) => slot.index));
    const allFree = slotIndexes().filter((index) => !keptIndexes.has(index));
    const free = allFree[randomInt(allFree.length)] ?? 0;
    for (const { index } of oldestFirst) {
      if (index !== free && !keptIndexes.has(index)) deleteCookie(res, cookieName(index), 'none');
    }
    this.write(res, free, sealed);
  }

  /** The attempt's slot becomes its done marker. */
  finish(req: Request, res: Response, tenantId: string, marker: DoneMarker): void {
    const slot = this.slots(req, tenantId, marker.startedAtMs).find(
      ({ content }) => content.requestId === marker.requestId,
    );
    if (slot) this.write(res, slot.index, this.seal(tenantId, marker));
  }

  /** Opened once per request: every reader of it asks for the same tenant and moment. */
  private slots(req: Request, tenantId: string, nowMs: number): readonly Slot[] {
    const slots = OPENED.get(req) ?? this.openSlots(req, tenantId, nowMs);
    OPENED.set(req, slots);
    return slots;
  }

  private openSlots(req: Request, tenantId: string, nowMs: number): readonly Slot[] {
    const cookies = readCookies(req);
    return slotIndexes().flatMap((index) => {
      const sealed = cookies[cookieName(index)];
      const content = sealed === undefined ? null : this.open(tenantId, sealed);
      if (sealed === undefined || !content) return [];
      // The cookie's own Max-Age is the browser's word; the time inside is ours, or that of an instance whose clock is
      // a little ahead: an IdP that knows the person answers within less than clocks differ.
      const ageMs = nowMs - content.startedAtMs;
      if (ageMs < -MAX_CLOCK_DIFFERENCE_MS || ageMs > ATTEMPT_LIFETIME_SECONDS * 1000) return [];
      return [{ index, size: cookieName(index).length + 1 + sealed.length + 2, content }];
    });
  }

  private seal(tenantId: string, content: Attempt | DoneMarker): string {
    const fields =
      content.kind === 'attempt'
        ? [
            content.kind,
            content.requestId,
            content.returnTo,
            content.startedAtMs,
            content.connectionId,
            content.connectionVersion,
            content.previousSessionId,
            content.demands.maxAgeSeconds,
            Number(content.demands.isMfaRequired),
          ]
        : [
            content.kind,
            content.requestId,
            content.returnTo,
            content.startedAtMs,
            content.sessionId,
          ];
    return this.secretBox.seal(PURPOSE, tenantId, Buffer.from(JSON.stringify(fields)));
  }

  private open(tenantId: string, sealed: string): Attempt | DoneMarker | null {
    const plaintext = this.secretBox.open(PURPOSE, tenantId, sealed);
    if (!plaintext) return null;
    // Authenticated: whatever opens was written by seal() above, of this or the version before.
    const [kind, requestId, returnTo, startedAtMs, ...rest] = JSON.parse(plaintext.toString()) as [
      string,
      string,
      string,
      number,
      ...unknown[],
    ];
    if (kind === 'done')
      return { kind, requestId, returnTo, startedAtMs, sessionId: rest[0] as string };
    if (kind !== 'attempt') return null;
    const [connectionId, connectionVersion, previousSessionId, maxAgeSeconds, mfa] = rest as [
      string,
      number,
      string | null,
      (number | null)?,
      number?,
    ];
    return {
      kind,
      requestId,
      returnTo,
      startedAtMs,
      connectionId,
      connectionVersion,
      previousSessionId,
      demands:
        mfa === undefined
          ? NO_DEMANDS
          : { maxAgeSeconds: maxAgeSeconds ?? null, isMfaRequired: mfa === 1 },
    };
  }

  private write(res: Response, index: number, sealed: string): void {
    setCookie(res, cookieName(index), sealed, {
      sameSite: 'none',
      maxAgeSeconds: ATTEMPT_LIFETIME_SECONDS,
    });
  }
}

function cookieName(index: number): `__Host-${string}` {
  return `__Host-imagen-attempt-${index.toString()}`;
}

function slotIndexes(): number[] {
  return Array.from({ length: SLOT_COUNT }, (_, index) => index);
}
