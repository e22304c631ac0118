/**
 * Sign-in, session and sign-out. Owns `sessions` and `used_assertions`. Promises that nobody is signed in unrecorded, that
 * an assertion is used once, and that identity is read only from what a signature of the connection covers. One sign-in
 * from top to bottom: sign-in/sign-in.controller.tsx, saml/saml.guard.ts, saml/domain/check-profile.ts,
 * sign-in/sign-in.service.ts.
 */
export { removeDrill } from './drill-removal.js';
export { AuthModule } from './auth.module.js';
export { publicContext } from './page-context.js';
export { PageContexts } from './page-contexts.js';
export {
  ACS_PATH,
  fileUntilMs,
  MAX_RESPONSE_AGE_SECONDS,
  type ServiceProvider,
  ServiceProviders,
  signedSpMetadataXml,
  spMetadataXml,
} from './saml/index.js';
export {
  AccessGuard,
  FormTokens,
  type LiveSession,
  sessionOf,
  type ListedSession,
  SessionRecordsModule,
  SessionsDirectory,
  SessionsEnd,
  SessionsRevoke,
} from './session/index.js';
export { UsedAssertions } from './session/used-assertions.js';
