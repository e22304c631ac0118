export { AccessGuard, sessionOf } from './access.guard.js';
export { OwnSessionsController } from './own-sessions.controller.js';
export { SessionsRevoke } from './sessions.revoke.js';
export { ChangePoll } from './change-poll.js';
export { deleteCookie, readCookies, setCookie } from './cookies.js';
export { FormTokens } from './form-token.js';
export {
  deleteOurCookies,
  readSessionCookie,
  type SessionCredential,
  setSessionCookie,
} from './session-cookie.js';
export { SessionEntity } from './session.entity.js';
export { SessionModule } from './session.module.js';
export { SessionRecordsModule } from './session-records.module.js';
export { SiteController } from './site.controller.js';
export { type LiveSession } from './live-session.js';
export { type ListedSession, SessionsDirectory } from './sessions.directory.js';
export { SessionsEnd } from './sessions.end.js';
export { SessionsOpen } from './sessions.open.js';
export { SessionsService } from './sessions.service.js';
export { SubjectSessions, type SessionSubject } from './subject-sessions.js';
export { type Mark, type Use, UsedAssertions } from './used-assertions.js';
export { removeSessionsOf } from './remove-sessions.js';
