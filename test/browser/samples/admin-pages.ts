import {
  AdminAuditEventPage,
  AdminConnectionPage,
  AdminConnectionRulesPage,
  AdminUserPage,
  AdminUsersPage,
  type AuditEventView,
  HomePage,
} from '../../../src/pages/index.js';
import { auditRows } from './audit-pages.js';
import { administrator, LONG_GROUP, LONG_NAME, MARKUP_NAME, NOW_MS, RTL_NAME } from './contexts.js';
import type { Sample } from './sample.js';

const DAY = 86_400_000;
const USER_ID = '019ab123-4567-7abc-8def-0123456789ab';
const UPN = 'b.simon@acme.example';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';

const refused: AuditEventView = {
  id: '019ab123-0000-7000-8000-000000000001',
  timeMs: NOW_MS,
  type: 'sign_in',
  outcome: 'refused',
  reason: 'audience_mismatch',
  reference: '7KQ4M-X2RTD',
  actor: { kind: 'anonymous', id: null, label: null },
  target: null,
  person: UPN,
  personId: null,
  connectionId: '019ab123-1111-7000-8000-00000000000c',
  ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  userAgent: EDGE,
  requestId: 'req-5f1d0c',
  details: {
    facts: {
      expected: 'https://acme.imagencloud.com/sp-entityid',
      found: 'https://acme.imagencloud.com/sp-entityid/',
    },
    idp: 'https://sts.windows.net/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/',
  },
};
const changed: AuditEventView = {
  ...refused,
  type: 'user.updated',
  outcome: 'done',
  reason: null,
  actor: { kind: 'user', id: USER_ID, label: 'ada.admin@acme.example' },
  target: { kind: 'user', id: USER_ID, label: RTL_NAME },
  personId: USER_ID,
  details: {
    before: { email: 'b.simon@old.example', roles: ['viewer', 'editor'], surname: null, name: 'B' },
    after: { email: UPN, roles: ['administrator', 'editor'], surname: MARKUP_NAME, name: 'B' },
    groups: { before: [], after: [LONG_GROUP] },
    deep: { nested: { list: [1, true, { a: null }] } },
  },
};
const bare: AuditEventView = {
  ...refused,
  type: 'something.newer',
  reason: 'reason_of_a_newer_release',
  reference: null,
  person: null,
  connectionId: null,
  ip: null,
  userAgent: null,
  requestId: null,
  details: {},
};

const userRow = {
  id: USER_ID,
  displayName: 'B. Simon',
  email: UPN,
  subject: UPN,
  state: 'active',
  roles: ['editor', 'viewer'],
  lastSignInAtMs: NOW_MS,
} as const;
const user = {
  ...userRow,
  givenName: 'Britta',
  surname: 'Simon',
  stableId: 'b51e8a6c-6d1f-4f0e-9f5a-1a2b3c4d5e6f',
  idpEntityId: 'https://sts.windows.net/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/',
  createdAtMs: NOW_MS - 90 * DAY,
  updatedAtMs: NOW_MS - DAY,
};
const session = {
  id: '019ab123-2222-7000-8000-00000000000d',
  createdAtMs: NOW_MS - 3_600_000,
  lastSeenAtMs: NOW_MS - 60_000,
  expiresAtMs: NOW_MS + 11 * 3_600_000,
  endedAtMs: null,
  endReason: null,
  ip: '203.0.113.7',
  userAgent: EDGE,
};
const users = { context: administrator, roleNames: ['administrator', 'editor', 'viewer'] };
const noFilter = { q: '', state: '', role: '' };

const certificate = {
  sha256Hex: '5f4dcc3b5aa765d61d8327deb882cf99b2d5a4f5d7c8c6d9e0f1a2b3c4d5e6f7',
  subject: 'CN=Microsoft Azure Federated SSO Certificate',
  notBeforeMs: NOW_MS - 800 * DAY,
  notAfterMs: NOW_MS + 295 * DAY,
  keyType: 'RSA',
  keyBits: 2048,
};
const certificates = [295, 41, 6, -3].map((days, index) => ({
  ...certificate,
  sha256Hex: `${index.toString()}${certificate.sha256Hex.slice(1)}`,
  notAfterMs: NOW_MS + days * DAY,
}));
const connection = {
  name: 'Acme Entra ID',
  state: 'active',
  version: 4,
  updatedAtMs: NOW_MS - DAY,
  idpEntityId: user.idpEntityId,
  entraTenantId: '6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f',
  ssoRedirectUrl: 'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2',
  ssoPostUrl: 'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2',
  sloRedirectUrl: null,
  sloPostUrl: null,
  metadataUrl: null,
  subjectSource: 'attribute:http://schemas.microsoft.com/identity/claims/objectidentifier',
  signedElement: 'either',
  clockSkewSeconds: 180,
  groupsOverage: 'keep',
  adoptsByUpnUntilMs: NOW_MS + 12 * DAY,
} as const;
const METADATA_URL =
  'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/federationmetadata/2007-06/federationmetadata.xml?appid=0a0a0a0a-0000-4000-8000-000000000001';
const ours = {
  entityId: 'https://acme.imagencloud.com/sp-entityid',
  acsUrl: 'https://acme.imagencloud.com/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
  signOnUrl: 'https://acme.imagencloud.com/site/login',
  sloUrl: 'https://acme.imagencloud.com/saml/module.php/saml/sp/saml2-logout.php/imagenweb',
  metadataUrl: 'https://acme.imagencloud.com/saml/module.php/saml/sp/metadata.php/imagenweb',
};
const tenant = { jitEnabled: true, defaultRole: 'viewer', requiresRoleMatch: false };

const events: readonly Sample[] = Object.entries({ refused, changed, bare }).map(
  ([name, event]) => ({
    name: `admin-audit-event-${name}`,
    page: AdminAuditEventPage({ context: administrator, event }),
  }),
);

export const adminPages: readonly Sample[] = [
  ...events,
  {
    name: 'admin-users',
    page: AdminUsersPage({
      ...users,
      filter: noFilter,
      rows: [
        userRow,
        {
          ...userRow,
          id: '2',
          displayName: LONG_NAME,
          email: null,
          roles: [],
          lastSignInAtMs: null,
        },
        { ...userRow, id: '3', displayName: RTL_NAME, state: 'suspended', subject: null },
        {
          ...userRow,
          id: '4',
          displayName: MARKUP_NAME,
          roles: [...users.roleNames, 'contributor'],
        },
      ],
      isFirstPage: false,
      nextCursor: 'bmV4dA',
    }),
  },
  {
    name: 'admin-users-no-match',
    page: AdminUsersPage({
      ...users,
      filter: { q: 'nobody', state: 'suspended', role: 'editor' },
      rows: [],
      isFirstPage: true,
      nextCursor: null,
    }),
  },
  {
    name: 'admin-user',
    page: AdminUserPage({
      token: 'form-token',
      context: administrator,
      user,
      roles: [
        { role: 'editor', source: 'mapped', sinceMs: NOW_MS - 90 * DAY },
        { role: 'administrator', source: 'manual', sinceMs: NOW_MS - DAY },
      ],
      groups: [
        {
          value: 'c1f0a9e2-7b43-4b8e-9f6d-2a1b3c4d5e6f',
          label: 'Broadcast editors',
          sinceMs: NOW_MS,
        },
        { value: LONG_GROUP, label: null, sinceMs: NOW_MS - DAY },
      ],
      groupCount: 160,
      groupsKnown: false,
      recentSignIns: auditRows.slice(0, 2),
      sessions: [
        session,
        { ...session, id: '2', endedAtMs: NOW_MS - DAY, endReason: 'signed_out', ip: null },
        { ...session, id: '3', expiresAtMs: NOW_MS - DAY, userAgent: null },
      ],
      nowMs: NOW_MS,
    }),
  },
  {
    name: 'admin-user-bare',
    page: AdminUserPage({
      token: 'form-token',
      context: administrator,
      user: {
        ...user,
        displayName: LONG_NAME,
        email: null,
        subject: null,
        givenName: null,
        surname: null,
        state: 'suspended',
        lastSignInAtMs: null,
      },
      roles: [],
      groups: [],
      groupCount: 0,
      groupsKnown: true,
      recentSignIns: [],
      sessions: [],
      nowMs: NOW_MS,
    }),
  },
  {
    name: 'admin-connection',
    page: AdminConnectionPage({
      context: administrator,
      connection: { ...connection, metadataUrl: METADATA_URL },
      certificates,
      metadata: {
        checkedAtMs: NOW_MS - DAY / 24,
        lastGoodAtMs: NOW_MS - 8 * DAY,
        lastProblemText: 'The address answers with status 503, not with a document.',
        staleDays: 7,
        signedBy: certificate.sha256Hex,
      },
      mappingRules: [
        {
          id: '1',
          source: 'group',
          attributeName: null,
          value: 'c1f0a9e2-7b43-4b8e-9f6d-2a1b3c4d5e6f',
          label: 'Broadcast editors',
          role: 'editor',
        },
        {
          id: '2',
          source: 'app_role',
          attributeName: null,
          value: LONG_GROUP,
          label: null,
          role: 'viewer',
        },
        {
          id: '3',
          source: 'attribute',
          attributeName: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/department',
          value: RTL_NAME,
          label: null,
          role: 'contributor',
        },
      ],
      tenant,
      ours,
      nowMs: NOW_MS,
    }),
  },
  {
    name: 'admin-connection-by-hand',
    page: AdminConnectionPage({
      context: administrator,
      connection,
      certificates,
      metadata: null,
      mappingRules: [],
      tenant,
      ours,
      nowMs: NOW_MS,
    }),
  },
  {
    name: 'admin-connection-fresh',
    page: AdminConnectionPage({
      context: administrator,
      connection: { ...connection, metadataUrl: METADATA_URL },
      certificates,
      metadata: {
        checkedAtMs: NOW_MS,
        lastGoodAtMs: NOW_MS,
        lastProblemText: null,
        staleDays: 0,
        signedBy: null,
      },
      mappingRules: [],
      tenant,
      ours,
      nowMs: NOW_MS,
    }),
  },
  {
    name: 'admin-connection-none',
    page: AdminConnectionPage({
      context: administrator,
      connection: null,
      certificates: [],
      metadata: null,
      mappingRules: [],
      tenant,
      ours,
      nowMs: NOW_MS,
    }),
  },
  {
    name: 'home',
    page: HomePage({
      start: {
        href: 'http://acme.localhost:3000/site/login',
        label: 'Sign in at acme',
        note: 'Choose B. Simon in the account picker.',
      },
      groups: [
        {
          title: 'Imagen SSO, tenant acme',
          links: [
            {
              href: '/admin/audit',
              label: 'Audit log',
              note: 'Every sign-in; sign in as Ada Admin.',
            },
            { href: '/admin/users', label: 'Users', note: 'Who has signed in so far.' },
            {
              href: '/admin/connection',
              label: 'Connection',
              note: 'What we know of the look-alike.',
            },
            { href: '/api/docs', label: 'API reference', note: 'For other Imagen services.' },
            {
              href: '/sp-entityid',
              label: 'SP metadata',
              note: 'What an identity provider imports.',
            },
          ],
        },
        {
          title: 'Entra look-alike',
          links: [
            {
              href: 'http://idp.localhost:3001/myapps',
              label: 'My Apps',
              note: 'With the Imagen tile.',
            },
            {
              href: 'http://idp.localhost:3001/portal',
              label: 'Portal',
              note: 'Test this application, signing options, certificate rollover.',
            },
          ],
        },
      ],
    }),
  },
  {
    name: 'admin-connection-rules',
    page: AdminConnectionRulesPage({
      context: administrator,
      values: {
        ...{ signed_element: 'either', encryption: 'required', sha1_until: 'tomorrow' },
        ...{ clock_skew_seconds: '180', groups_overage: 'keep', name_id_format: 'none' },
        ...{ authn_context: 'none', force_authn: 'off', login_hint: 'off' },
        ...{ sign_requests: 'on', idp_initiated: 'confirm', single_logout: 'on' },
      },
      problem: { field: 'sha1_until', text: 'sha1_until is a date such as 2027-03-31.' },
      seenMs: NOW_MS,
      token: 'token',
    }),
  },
];
