import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ProblemError, Public, requestContext } from '../http/index.js';
import { paths } from '../pages/index.js';
import { DevelopmentHome } from './development-home.js';

/** `/`: on a tenant's host the landing page; on the bare host of a development machine, what runs and where to click. */
@Controller()
export class HomeController {
  constructor(private readonly home: DevelopmentHome) {}

  @Get('/')
  @Public('leads on; the page of links exists in development only')
  async root(@Req() req: Request, @Res() res: Response): Promise<void> {
    if (requestContext(req).tenant) {
      res.redirect(303, paths.landing);
      return;
    }
    if (!this.home.isServed)
      throw new ProblemError(404, 'not_found', 'There is nothing at this address.');
    await this.home.send(res);
  }
}
