import {
  BouncedPage,
  FailedPage,
  ForbiddenPage,
  OtherPagePage,
  InvitationPage,
  LandingPage,
  NotFoundPage,
  PostBindingPage,
  LogoutRefusedPage,
  RefusalPage,
  ResumePage,
  SessionsPage,
  SignedOutPage,
  SignOutConfirmPage,
  UnknownHostPage,
  WrongDemandsPage,
} from '../../../src/pages/index.js';
import {
  administrator,
  anonymous,
  german,
  LONG_NAME,
  NOW_MS,
  reference,
  RTL_NAME,
  viewer,
} from './contexts.js';
import type { Sample } from './sample.js';

const simon = {
  displayName: 'B. Simon',
  email: 'b.simon@acme.example',
  subject: 'b.simon@acme.example',
  roles: ['editor', 'viewer'],
  groupCount: 3,
};
const signedIn = { sessionExpiresAtMs: NOW_MS + 11.6 * 3_600_000, nowMs: NOW_MS };
const appUrl = 'https://acme.imagen.example/';

const refusalPages = [
  'start_again',
  'not_verified',
  'identity_provider_refused',
  'no_access',
  'authenticate_again',
  'second_factor_needed',
  'busy',
] as const;

const ownSessions = [
  {
    id: '019ab123-4567-7abc-8def-0123456789ab',
    isThis: true,
    createdAtMs: NOW_MS - 3_600_000,
    lastSeenAtMs: NOW_MS - 20_000,
    expiresAtMs: NOW_MS + 7_200_000,
    ip: '2001:db8:1234:5678:9abc:def0:1234:5678',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0',
  },
  {
    id: '019ab123-4567-7abc-8def-0123456789ac',
    isThis: false,
    createdAtMs: NOW_MS - 7_200_000,
    lastSeenAtMs: NOW_MS - 3_600_000,
    expiresAtMs: NOW_MS + 3_600_000,
    ip: '203.0.113.7',
    userAgent: 'x'.repeat(512),
  },
];

export const personPages: readonly Sample[] = [
  ...refusalPages.map((page) => ({
    name: `refusal-${page}`,
    page: RefusalPage({ context: anonymous, page, reference }),
  })),
  {
    name: 'refusal-not_verified-de',
    page: RefusalPage({ context: german, page: 'not_verified', reference }),
  },
  {
    name: 'sessions',
    page: SessionsPage({ context: viewer, sessions: ownSessions, token: 'form-token' }),
  },
  {
    name: 'sessions-de',
    page: SessionsPage({
      context: { ...viewer, language: 'de' },
      sessions: ownSessions,
      token: 'form-token',
    }),
  },
  {
    name: 'refusal-second_factor_needed-de',
    page: RefusalPage({ context: german, page: 'second_factor_needed', reference }),
  },
  {
    name: 'landing',
    page: LandingPage({ context: viewer, person: simon, ...signedIn, appUrl }),
  },
  {
    name: 'landing-administrator-long',
    page: LandingPage({
      context: { ...administrator, tenantName: LONG_NAME },
      person: {
        displayName: LONG_NAME,
        email: null,
        subject: `${'very-long-user-principal-name.'.repeat(4)}#EXT#@acme.onmicrosoft.com`,
        roles: ['administrator', 'editor', 'contributor', 'viewer'],
        groupCount: null,
      },
      ...signedIn,
      appUrl: null,
    }),
  },
  {
    name: 'landing-rtl-de',
    page: LandingPage({
      context: { ...viewer, language: 'de' },
      person: { ...simon, displayName: RTL_NAME, groupCount: 1204 },
      ...signedIn,
      appUrl,
    }),
  },
  { name: 'signed-out', page: SignedOutPage({ context: anonymous }) },
  {
    name: 'signed-out-everywhere',
    page: SignedOutPage({ context: anonymous, reach: 'everywhere' }),
  },
  { name: 'signed-out-partly', page: SignedOutPage({ context: german, reach: 'partly' }) },
  {
    name: 'signed-out-leaving',
    page: SignedOutPage({
      context: anonymous,
      reach: 'leaving',
      continueHref: 'https://idp.example/slo?SAMLRequest=x',
    }),
  },
  { name: 'logout-refused', page: LogoutRefusedPage({ context: anonymous }) },
  { name: 'sign-out-confirm', page: SignOutConfirmPage({ context: viewer, token: 'token' }) },
  { name: 'resume', page: ResumePage({ context: anonymous }) },
  { name: 'bounced', page: BouncedPage({ context: anonymous, reference }) },
  {
    name: 'invitation',
    page: InvitationPage({
      context: german,
      person: `${LONG_NAME} (b.simon@acme.example)`,
      fields: { SAMLResponse: 'response', RelayState: 'token' },
    }),
  },
  { name: 'wrong-demands', page: WrongDemandsPage({ context: anonymous }) },
  { name: 'wrong-demands-de', page: WrongDemandsPage({ context: german }) },
  { name: 'unknown-host', page: UnknownHostPage({ language: 'en' }) },
  {
    name: 'unknown-host-session-control',
    page: UnknownHostPage({ language: 'de', isSessionControl: true }),
  },
  { name: 'other-page', page: OtherPagePage({ context: viewer }) },
  { name: 'other-page-de', page: OtherPagePage({ context: german }) },
  { name: 'not-found', page: NotFoundPage({ context: viewer }) },
  { name: 'forbidden', page: ForbiddenPage({ context: viewer }) },
  { name: 'failed', page: FailedPage({ context: anonymous, reference }) },
];

/** Its form leads to an IdP that the test plays. */
export function postBindingPage(idpUrl: string): Sample {
  return {
    name: 'post-binding',
    page: PostBindingPage({
      context: anonymous,
      action: idpUrl,
      fields: { SAMLRequest: 'PHNhbWxwOkF1dGhuUmVxdWVzdC8+', RelayState: 'handle' },
    }),
  };
}
