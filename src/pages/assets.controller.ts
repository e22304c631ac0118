import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ProblemError, Public } from '../http/index.js';
import { findAsset } from './assets.js';

/** Style sheet, logos and script. */
@Controller()
export class AssetsController {
  @Get('/assets/:name')
  @Public('the same for everybody')
  asset(@Req() req: Request, @Res() res: Response): void {
    const asset = findAsset(req.path);
    if (!asset) throw new ProblemError(404, 'not_found', 'There is no such asset.');
    res.set({
      'Content-Type': asset.contentType,
      'Cache-Control': asset.cacheControl,
      'Cross-Origin-Resource-Policy': asset.embeddedBy,
      ETag: asset.etag,
    });
    if (req.fresh) res.status(304).end();
    else res.send(asset.body);
  }
}
