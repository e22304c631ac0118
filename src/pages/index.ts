/**
 * The visual language, and every page as a function of plain props: layout, components, style sheet, texts, content
 * security policy. It owns no table and knows no rule of the product; modules read, decide, and pass values in. A page
 * is a preact component: `renderPage(LandingPage({ ... }))` from a controller, or as JSX. Everything shown is escaped.
 * PagesModule serves the assets; FailureFilter turns whatever a route throws into a page or a problem document.
 */
export { renderPage } from './render-page.js';
export { contentSecurityPolicy, type PolicyOptions } from './content-security-policy.js';
export { findAsset, metadataLogo, styleSheet, type Asset } from './assets.js';
export { chooseLanguage, type Language } from './language.js';
export { paths, SEEN_FIELD, TOKEN_FIELD, withQuery } from './paths.js';
export type { PageContext, Reference, Viewer } from './page-context.js';
export { Layout, type LayoutProps, type Section } from './layout.js';

export { RefusalPage, type RefusalPageProps } from './refusal.page.js';
export { LandingPage, type LandingPageProps } from './landing.page.js';
export { SESSION_FIELD } from './components/end-session-form.js';
export { SessionsPage, type SessionsPageProps } from './sessions.page.js';
export { SignedOutPage, type SignedOutPageProps } from './signed-out.page.js';
export { LogoutRefusedPage } from './logout-refused.page.js';
export { SignOutConfirmPage, type SignOutConfirmPageProps } from './sign-out-confirm.page.js';
export { ResumePage, type ResumePageProps } from './resume.page.js';
export { InvitationPage, type InvitationPageProps } from './invitation.page.js';
export {
  AdminConnectionRulesPage,
  type AdminConnectionRulesPageProps,
  RULE_NAMES,
  type RuleName,
  type RuleProblem,
} from './admin-connection-rules.page.js';
export { BouncedPage, type BouncedPageProps } from './bounced.page.js';
export { UnknownHostPage } from './unknown-host.page.js';
export { NotFoundPage, type NotFoundPageProps } from './not-found.page.js';
export { ForbiddenPage } from './forbidden.page.js';
export { OtherPagePage } from './other-page.page.js';
export { FailedPage, type FailedPageProps } from './failed.page.js';
export { WrongDemandsPage } from './wrong-demands.page.js';
export { PostBindingPage, type PostBindingPageProps } from './post-binding.page.js';
export { AdminAuditPage, type AdminAuditPageProps } from './admin-audit.page.js';
export { NO_AUDIT_FILTER, type AuditFilter } from './audit-filter.js';
export type { AuditRow } from './components/audit-table.js';
export type { Outcome } from './outcome.js';
export { FailureFilter } from './failure.filter.js';
export { sendPage, type SendPageOptions } from './send-page.js';
export { PagesModule } from './pages.module.js';
export {
  AdminAuditEventPage,
  type AdminAuditEventPageProps,
  type AuditEventView,
} from './admin-audit-event.page.js';
export {
  AdminUsersPage,
  type AdminUsersPageProps,
  type UserFilter,
  type UserRow,
} from './admin-users.page.js';
export { AdminUserPage, type AdminUserPageProps } from './admin-user.page.js';
export type { MetadataView } from './components/metadata-card.js';
export { AdminConnectionPage, type AdminConnectionPageProps } from './admin-connection.page.js';
export { HomePage, type HomePageProps } from './home.page.js';
export { ApiDocsPage, type ApiDocsPageProps } from './api-docs.page.js';
