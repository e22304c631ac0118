import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AppConfig } from '../../config/index.js';
import { isSameOrigin, ProblemError, tenantOf } from '../../http/index.js';
import { SecretBox } from '../../secrets/index.js';

const PURPOSE = 'form-token';

/** The token of every form that changes something: bound to the session, so that a token of another one is worthless. */
@Injectable()
export class FormTokens {
  constructor(
    private readonly secretBox: SecretBox,
    private readonly config: AppConfig,
  ) {}

  issue(sessionId: string): string {
    return this.secretBox.mac(PURPOSE, sessionId);
  }

  /** @throws ProblemError 403 unless the form came from this very origin and carries this session's token */
  require(req: Request, sessionId: string, token: unknown): void {
    const ownOrigin = this.config.publicUrl.originOf(tenantOf(req).subdomain);
    if (!isSameOrigin(req, ownOrigin)) {
      throw new ProblemError(403, 'cross_origin', 'This form was not sent from our own page.');
    }
    if (typeof token !== 'string' || !this.secretBox.macMatches(PURPOSE, sessionId, token)) {
      throw new ProblemError(
        403,
        'token_mismatch',
        'This form is no longer valid. Open the page again.',
      );
    }
  }
}
