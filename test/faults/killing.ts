import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpClient } from '../support/http-client.js';
import type { Seeded } from '../support/saml/seeded.js';
import { type Acme, ServedProduct } from './served-product.js';
import { sessionIdOf, SignInPost } from './sign-in-post.js';

export const BROWSERS = 6;
const PERSONS = 40; // the same ones again and again, so that first and later sign-ins race
const MAX_ANSWERS_BETWEEN_KILLS = 16;
const MAX_DELAY_MS = 12; // about as long as one sign-in takes

/** A response that was posted; what came of it as far as the browser knows. */
export interface Posted {
  readonly post: SignInPost;
  /** Null: the connection broke before an answer. */
  readonly status: number | null;
  readonly sessionId: string | null;
}

/** Browsers that sign in without end, at a product that is killed again and again. */
export class KillingRun {
  readonly posted: Posted[] = [];
  kills = 0;
  readonly #events = new EventEmitter();
  #product: ServedProduct | null = null;
  #isOver = false;

  constructor(
    private readonly acme: Acme,
    private readonly port: number,
    private readonly random: Seeded,
  ) {
    this.#events.setMaxListeners(2 * BROWSERS);
  }

  /** @returns when so many responses were posted and so many processes killed */
  async run(signIns: number, kills: number): Promise<void> {
    const browsers = Array.from({ length: BROWSERS }, () => this.browse());
    try {
      while (this.kills < kills || this.posted.length < signIns) await this.serveUntilKilled();
    } finally {
      this.#isOver = true;
      this.#events.emit('up');
      await Promise.all(browsers);
    }
  }

  private async serveUntilKilled(): Promise<void> {
    this.#product = await ServedProduct.start(this.acme, this.port);
    this.#events.emit('up');
    const enough = this.posted.length + 1 + this.random.below(MAX_ANSWERS_BETWEEN_KILLS);
    while (this.posted.length < enough) await once(this.#events, 'posted');
    await pause(this.random.below(MAX_DELAY_MS)); // the very thing: at any moment of the next sign-ins
    const product = this.#product;
    this.#product = null;
    await product.kill();
    this.kills += 1;
  }

  private async browse(): Promise<void> {
    for (;;) {
      while (!this.#product && !this.#isOver) await once(this.#events, 'up');
      if (this.#isOver) return;
      const number = this.random.below(PERSONS).toString();
      const options = { objectId: `person-${number}`, groups: [`group-${number}`, 'everybody'] };
      const post = await SignInPost.prepare(this.client(), options).catch(() => null);
      if (!post) {
        await pause(1); // killed while it started: nothing was posted
        continue;
      }
      const answer = await post.post(this.client()).catch(() => null);
      this.posted.push({
        post,
        status: answer?.status ?? null,
        sessionId: answer ? sessionIdOf(answer) : null,
      });
      this.#events.emit('posted');
    }
  }

  private client(): HttpClient {
    return new HttpClient(this.port, 'acme.imagencloud.com');
  }
}
