import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { Clock } from '../database/index.js';
import { clientPrefix } from './client-address.js';

const WINDOW_MS = 60_000;
const MAX_PREFIXES = 100_000;

/** Requests per client network and minute, counted by this instance alone. Bounded memory: a flood of networks resets it. */
@Injectable()
export class RateLimiter {
  private window = 0;
  private counts = new Map<string, number>();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Counts one request. @returns false where its network has used up this minute */
  allows(address: string): boolean {
    const limit = this.config.rateLimitPerMinute;
    if (limit === 0) return true;
    const window = Math.floor(this.clock.nowMs() / WINDOW_MS);
    if (window !== this.window || this.counts.size >= MAX_PREFIXES) {
      this.window = window;
      this.counts = new Map();
    }
    const prefix = clientPrefix(address);
    const count = (this.counts.get(prefix) ?? 0) + 1;
    this.counts.set(prefix, count);
    return count <= limit;
  }

  /** Whole seconds until a refused network may try again. */
  retryAfterSeconds(): number {
    return Math.ceil((WINDOW_MS - (this.clock.nowMs() % WINDOW_MS)) / 1000);
  }
}
