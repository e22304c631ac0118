export interface ProblemText {
  readonly code: string;
  readonly status: number;
  readonly meaning: string;
}

/** Every problem that an address of ours can answer with; `/api/docs#problem-<code>` is its `type`. A test finds the missing. */
export const problems: readonly ProblemText[] = [
  {
    code: 'query_malformed',
    status: 400,
    meaning: '`errors` names every mistake, a parameter that does not exist included.',
  },
  {
    code: 'cursor_malformed',
    status: 400,
    meaning: 'The cursor is not one of this list: start from the first page.',
  },
  { code: 'request_malformed', status: 400, meaning: 'The request cannot be read.' },
  {
    code: 'body_incomplete',
    status: 400,
    meaning: 'The connection ended before the whole body came.',
  },
  { code: 'format_unknown', status: 400, meaning: 'An export is csv or ndjson.' },
  {
    code: 'api_key_refused',
    status: 401,
    meaning: 'The key is unknown, expired, revoked, or of another tenant. Which, is not told.',
  },
  {
    code: 'not_signed_in',
    status: 401,
    meaning: 'No key was sent, and no administrator is signed in.',
  },
  { code: 'scope_missing', status: 403, meaning: 'The key lacks the scope of this operation.' },
  {
    code: 'role_missing',
    status: 403,
    meaning: 'No key was sent, and whoever is signed in is no administrator.',
  },
  {
    code: 'sp_key_missing',
    status: 404,
    meaning: 'Signed metadata was asked for, and the tenant has no key to sign with yet.',
  },
  {
    code: 'cross_origin',
    status: 403,
    meaning:
      'A page of another host asked through a browser. Other services call from their servers.',
  },
  {
    code: 'token_mismatch',
    status: 403,
    meaning: 'A form of ours is no longer valid: open its page again.',
  },
  {
    code: 'not_found',
    status: 404,
    meaning: 'There is no such thing or address, or it is another tenant’s.',
  },
  {
    code: 'method_not_allowed',
    status: 405,
    meaning: 'The API only reads: GET and HEAD.',
  },
  { code: 'not_acceptable', status: 406, meaning: 'The API answers in JSON alone.' },
  {
    code: 'rate_limited',
    status: 429,
    meaning: 'Too many requests from one network: wait as many seconds as `Retry-After` says.',
  },
  {
    code: 'failed',
    status: 500,
    meaning: 'Something went wrong on our side; `requestId` leads to it. Asking again is safe.',
  },
];
