import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import {
  MultiSamlStrategy,
  type MultiStrategyConfig,
  type Profile,
  type VerifyWithRequest,
} from '@node-saml/passport-saml';
import type { Request } from 'express';
import { decideResponse } from './domain/decide-response.js';
import { verificationOf } from './saml-exchange.js';
import { compareIdentity, type SecondOpinion, secondOpinionOptions } from './second-opinion.js';

export const SAML_STRATEGY = 'saml';

/**
 * Decides by our own pipeline. MultiSamlStrategy as it comes, with the options of this one request, is asked afterwards, about
 * what we accepted and where the deployment wants it: it can only take away.
 */
class DecidingStrategy extends MultiSamlStrategy {
  constructor(options: MultiStrategyConfig, verify: VerifyWithRequest) {
    super(options, verify, (_req, _profile, done) => {
      done(new Error('no logout message is ever given to passport')); // it believes unsigned ones
    });
  }

  override authenticate(...[req, options]: Parameters<MultiSamlStrategy['authenticate']>): void {
    const verification = verificationOf(req);
    verification.decided = decideResponse(verification.xml, verification.expected);
    if (verification.decided.decision.accepted && verification.asksSecondOpinion)
      super.authenticate(req, options);
    else this.success({ opinion: 'not_asked' satisfies SecondOpinion });
  }
}

const OPTIONS: MultiStrategyConfig = {
  passReqToCallback: true,
  getSamlOptions(req, done) {
    const { decided, expected } = verificationOf(req);
    if (decided?.decision.accepted)
      done(null, secondOpinionOptions(decided.decision.value, expected));
    else done(new Error('node-saml is asked about nothing that we refuse'));
  },
};

/** One strategy for every tenant: connection and expectations come with the request. Used at the ACS alone. */
@Injectable()
export class SamlStrategy extends PassportStrategy(DecidingStrategy, SAML_STRATEGY) {
  constructor() {
    super(OPTIONS);
  }

  /** No database here: the sign-in service owns the one transaction. */
  validate(req: Request, profile: Profile | null): { readonly opinion: SecondOpinion } {
    const { decided } = verificationOf(req);
    const isSame = decided?.decision.accepted && profile;
    return { opinion: isSame ? compareIdentity(decided.decision.value, profile) : 'refuses' };
  }
}
