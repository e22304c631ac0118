import { Injectable } from '@nestjs/common';

/** The one clock. Domain code gets `nowMs` as an argument; tests replace this provider. */
@Injectable()
export class Clock {
  /** Epoch milliseconds, UTC. */
  nowMs(): number {
    return Date.now();
  }

  /** Milliseconds since some moment, for ages: nobody sets this clock, and it never goes back. */
  monotonicMs(): number {
    return performance.now();
  }
}
