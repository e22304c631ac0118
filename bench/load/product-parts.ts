import { resolve } from 'node:path';
import type * as App from '../../src/app.js';
import type * as Decide from '../../src/auth/saml/domain/decide-response.js';
import type * as Profile from '../../src/auth/saml/domain/check-profile.js';
import type * as Message from '../../src/auth/saml/domain/gate-message.js';
import type * as Xml from '../../src/auth/saml/domain/gate-xml.js';
import type * as Verify from '../../src/auth/saml/domain/verify-response.js';
import type * as Opinion from '../../src/auth/saml/second-opinion.js';
import type * as SignIn from '../../src/auth/sign-in/sign-in.service.js';
import type * as Connections from '../../src/connections/index.js';
import type * as Database from '../../src/database/index.js';
import type * as Errors from '../../src/errors/index.js';
import type * as Tenants from '../../src/tenants/index.js';

export type Parts = typeof App &
  typeof Decide &
  typeof Profile &
  typeof Message &
  typeof Xml &
  typeof Verify &
  typeof Opinion &
  typeof SignIn &
  Pick<typeof Connections, 'ConnectionsService'> &
  Pick<typeof Database, 'Database' | 'uuidv7'> &
  Pick<typeof Tenants, 'TenantsService'>;

const FILES = [
  'app.js',
  'auth/saml/domain/check-profile.js',
  'auth/saml/domain/decide-response.js',
  'auth/saml/domain/gate-message.js',
  'auth/saml/domain/gate-xml.js',
  'auth/saml/domain/verify-response.js',
  'auth/saml/second-opinion.js',
  'auth/sign-in/sign-in.service.js',
  'connections/index.js',
  'database/index.js',
  'tenants/index.js',
];

/** The functions and classes of the built product that a sign-in goes through, to be asked one by one. */
export async function loadParts(): Promise<Parts> {
  const built = resolve(import.meta.dirname, '../../dist');
  const modules = await Promise.all(
    FILES.map((file) => import(resolve(built, file)) as Promise<object>),
  );
  return Object.assign({}, ...modules) as Parts;
}

/** @throws Error where the product says no: what is measured must be a good sign-in */
export function valueOf<T>(decision: Errors.Decision<T>): T {
  if (!decision.accepted) throw new Error(`refused: ${decision.code}`);
  return decision.value;
}
