import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PageContexts } from '../../auth/index.js';
import { AppConfig } from '../../config/index.js';
import { Public, tenantOf } from '../../http/index.js';
import { ApiDocsPage, paths, sendPage } from '../../pages/index.js';
import { Answers } from '../answers.js';
import { openApiDocument } from './document.js';

/** The API as a document for programs, and as a page for people. */
@Controller()
export class OpenApiController {
  constructor(
    private readonly answers: Answers,
    private readonly config: AppConfig,
    private readonly contexts: PageContexts,
  ) {}

  @Get(paths.openApi)
  @Public('describes the API; holds nothing of anybody')
  document(@Req() req: Request, @Res() res: Response): void {
    this.answers.shared(req, res, openApiDocument(this.originOf(req)));
  }

  @Get(paths.apiDocs)
  @Public('describes the API; holds nothing of anybody')
  async page(@Req() req: Request, @Res() res: Response): Promise<void> {
    const origin = this.originOf(req);
    sendPage(
      res,
      <ApiDocsPage
        context={await this.contexts.ofAnybody(req)}
        document={openApiDocument(origin)}
        baseUrl={origin}
      />,
    );
  }

  private originOf(req: Request): string {
    return this.config.publicUrl.originOf(tenantOf(req).subdomain);
  }
}
