/**
 * The addresses that pages link or post to, spelled once. They are the URL contract: the modules that serve them may
 * import this list, the pages may not invent others.
 */
export const paths = {
  landing: '/site',
  signIn: '/site/login',
  signOut: '/site/logout',
  acceptInvitation: '/site/continue',
  sessions: '/site/sessions',
  audit: '/admin/audit',
  auditCsv: '/admin/audit.csv',
  auditNdjson: '/admin/audit.ndjson',
  auditEvent: (id: string) => `/admin/audit/${encodeURIComponent(id)}`,
  users: '/admin/users',
  user: (id: string) => `/admin/users/${encodeURIComponent(id)}`,
  userSessions: (id: string) => `/admin/users/${encodeURIComponent(id)}/sessions`,
  connection: '/admin/connection',
  connectionRules: '/admin/connection/rules',
  apiDocs: '/api/docs',
  openApi: '/api/openapi.json',
} as const;

/** Name of the hidden field that says which state of a thing the form was filled in for. */
export const SEEN_FIELD = 'seen';

/** Name of the hidden field that carries the token of every form that posts. */
export const TOKEN_FIELD = 'token';

/** `path` with the given query; empty values are left out, so that links stay short and comparable. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | null | undefined>>,
): string {
  const pairs = Object.entries(query).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/**
 * An absolute web address from configuration or metadata. Preact escapes it but would keep `javascript:`; such a value
 * here is our own mistake and becomes a 500 rather than a link.
 */
export function webAddress(url: string): string {
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('not a web address');
  return url;
}
