/** What every HTTP edge shares: who is calling, from where, who may, and how an error is said. No product rules. */
export {
  type Access,
  ACCESS_KEY,
  Public,
  RECENT_SIGN_IN_KEY,
  type RecentSignIn,
  RequireRecentSignIn,
  RequireRole,
  RequireScope,
  RequireSignedIn,
} from './access.js';
export { clientAddress, clientPrefix, isTrusted } from './client-address.js';
export { ContextMiddleware } from './context.middleware.js';
export { decodeCursor, encodeCursor } from './cursor.js';
export { formBody } from './form-body.js';
export { HttpModule } from './http.module.js';
export {
  type FieldProblem,
  PROBLEM_CONTENT_TYPE,
  type ProblemBody,
  problemBody,
  ProblemError,
  SignInNotRecentError,
} from './problem.js';
export { RateLimitMiddleware } from './rate-limit.middleware.js';
export { RateLimiter } from './rate-limiter.js';
export { securityHeaders } from './security-headers.js';
export {
  type Principal,
  requestContext,
  type RequestContext,
  type RequestTenant,
  setRequestContext,
  tenantOf,
} from './request-context.js';
export { isSessionControlHost } from './session-control.js';
export { readBody } from './read-body.js';
export { isAskedByOtherHost, isSameOrigin } from './same-origin.js';
