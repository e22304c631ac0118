import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import {
  AbstractStrategy,
  MultiSamlStrategy,
  type MultiStrategyConfig,
  type Profile,
  type SamlConfig,
  type VerifyWithRequest,
} from '@node-saml/passport-saml';
import type { Request } from 'express';
import type { Decision } from '../../errors/index.js';
import { verificationOf, verifyingCertificates } from './saml-exchange.js';
import { ResponseVerifier, samlOptions, verifiedAssertionOf } from './verify-response.js';
import type { VerifiedAssertion } from './domain/verified-assertion.js';

export const SAML_STRATEGY = 'saml';

/** MultiSamlStrategy with the options of one request, verifying by our ResponseVerifier in place of node-saml's SAML. */
class VerifyingStrategy extends MultiSamlStrategy {
  constructor(options: MultiStrategyConfig, verify: VerifyWithRequest) {
    super(options, verify, (_req, _profile, done) => {
      done(new Error('no logout message is ever given to passport')); // it believes unsigned ones
    });
  }

  override authenticate(...[req, options]: Parameters<MultiSamlStrategy['authenticate']>): void {
    this._options.getSamlOptions(req, (error, samlOptionsOfRequest) => {
      if (error) {
        this.error(error);
        return;
      }
      const verifier = new ResponseVerifier({ ...samlOptionsOfRequest } as SamlConfig);
      const strategy = Object.assign(Object.create(this) as this, this, { _saml: verifier });
      AbstractStrategy.prototype.authenticate.call(strategy, req, options);
    });
  }
}

const OPTIONS: MultiStrategyConfig = {
  passReqToCallback: true,
  getSamlOptions(req, done) {
    const { outline, connection, spEntityId, acsUrl } = verificationOf(req);
    done(
      null,
      samlOptions({
        outline,
        spEntityId,
        acsUrl,
        ssoUrl: connection.ssoRedirectUrl ?? connection.ssoPostUrl ?? '',
        certificatesPem: verifyingCertificates(connection),
      }),
    );
  },
};

/** One strategy for every tenant: connection and expectations come with the request. Used at the ACS alone. */
@Injectable()
export class SamlStrategy extends PassportStrategy(VerifyingStrategy, SAML_STRATEGY) {
  constructor() {
    super(OPTIONS);
  }

  /** No database here: the sign-in service owns the one transaction. */
  validate(req: Request, profile: Profile | null): Decision<VerifiedAssertion> {
    return verifiedAssertionOf(profile, verificationOf(req).outline);
  }
}
