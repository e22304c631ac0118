import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../http/index.js';
import { Readiness } from './readiness.js';

/** For load balancers and orchestrators, on every host. Says nothing of versions to strangers (ASVS 13.4.6). */
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. Depends on nothing: a database that is away is no reason to restart us. */
  @Get('/healthz')
  @Public('tells only that the process answers')
  health(@Res() res: Response): void {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  }

  /** Send traffic here, or not: database, migrations, key. */
  @Get('/readyz')
  @Public('tells which of three parts is not ready, and nothing of why')
  async ready(@Res() res: Response): Promise<void> {
    const checks = await this.readiness.check();
    const isReady = Object.values(checks).every((state) => state === 'ok');
    res
      .set('Cache-Control', 'no-store')
      .status(isReady ? 200 : 503)
      .json({ status: isReady ? 'ready' : 'not_ready', checks });
  }
}
