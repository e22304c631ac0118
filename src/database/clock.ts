import { Injectable } from '@nestjs/common';

/** The one clock. Domain code gets `nowMs` as an argument; tests replace this provider. */
@Injectable()
export class Clock {
  /** Epoch milliseconds, UTC. */
  nowMs(): number {
    return Date.now();
  }
}
