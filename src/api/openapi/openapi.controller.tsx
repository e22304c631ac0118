import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { publicContext } from '../../auth/index.js';
import { AppConfig } from '../../config/index.js';
import { Public, tenantOf } from '../../http/index.js';
import { ApiDocsPage, paths, sendPage } from '../../pages/index.js';
import { openApiDocument } from './document.js';

/** The API as a document for programs, and as a page for people. */
@Controller()
export class OpenApiController {
  constructor(private readonly config: AppConfig) {}

  @Get(paths.openApi)
  @Public('describes the API; holds nothing of anybody')
  document(@Req() req: Request, @Res() res: Response): void {
    res.set('Cache-Control', 'public, max-age=300').json(openApiDocument(this.originOf(req)));
  }

  @Get(paths.apiDocs)
  @Public('describes the API; holds nothing of anybody')
  page(@Req() req: Request, @Res() res: Response): void {
    const origin = this.originOf(req);
    sendPage(
      res,
      <ApiDocsPage
        context={publicContext(req)}
        document={openApiDocument(origin)}
        baseUrl={origin}
      />,
    );
  }

  private originOf(req: Request): string {
    return this.config.publicUrl.originOf(tenantOf(req).subdomain);
  }
}
