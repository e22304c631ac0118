import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ProblemError, Public } from '../http/index.js';
import { ASSET_CACHE_CONTROL, findAsset } from './assets.js';

/** Style sheet, logo and script. Their names hold their hash, so browsers keep them for ever. */
@Controller()
export class AssetsController {
  @Get('/assets/:name')
  @Public('the same for everybody')
  asset(@Req() req: Request, @Res() res: Response): void {
    const asset = findAsset(req.path);
    if (!asset) throw new ProblemError(404, 'not_found', 'There is no such asset.');
    res.set({
      'Content-Type': asset.contentType,
      'Cache-Control': ASSET_CACHE_CONTROL,
      ETag: asset.etag,
    });
    if (req.get('if-none-match') === asset.etag) res.status(304).end();
    else res.send(asset.body);
  }
}
