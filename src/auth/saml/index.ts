export { checkAuthnInstant } from './domain/check-authn-instant.js';
export {
  checkMultiFactor,
  isMultiFactor,
  oldestAuthnInstantMs,
} from './domain/check-multi-factor.js';
export { sessionEndMs } from './domain/check-authn-statement.js';
export { MAX_RESPONSE_AGE_SECONDS } from './domain/check-profile.js';
export { AwaitedRequests } from './awaited-requests.js';
export { AuthnRequests } from './authn-requests.js';
export { MetadataController } from './metadata.controller.js';
export { type SamlExchange, samlExchangeOf, type VerifiedResponse } from './saml-exchange.js';
export {
  addressOf,
  type MessageAddress,
  type MessageToSend,
  type OutgoingMessage,
  outgoingMessage,
} from './outgoing-message.js';
export { SamlGuard } from './saml.guard.js';
export { SamlStrategy } from './saml.strategy.js';
export {
  ACS_PATH,
  SIGN_IN_PATH,
  SLO_PATH,
  type ServiceProvider,
  ServiceProviders,
} from './service-provider.js';
export { fileUntilMs, signedSpMetadataXml, spMetadataXml } from './sp-metadata.js';
export { trustedKeysOf } from './trusted-keys.js';
