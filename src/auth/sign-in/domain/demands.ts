/** What a service asks of a sign-in beyond that it happens (step-up). */
export interface Demands {
  /** The person must have authenticated at the IdP at most so long ago; null: whenever. */
  readonly maxAgeSeconds: number | null;
  readonly isMfaRequired: boolean;
}

export const NO_DEMANDS: Demands = { maxAgeSeconds: null, isMfaRequired: false };

const MAX_AGE_LIMIT_SECONDS = 86_400;

/** `maxAge` (0 to 86400 whole seconds) and `mfa=required` of a query; null where they say anything else. */
export function readDemands(query: Readonly<Record<string, unknown>>): Demands | null {
  const { maxAge, mfa } = query;
  if (mfa !== undefined && mfa !== 'required') return null;
  const isMfaRequired = mfa === 'required';
  if (maxAge === undefined) return { maxAgeSeconds: null, isMfaRequired };
  if (typeof maxAge !== 'string' || !/^\d{1,5}$/.test(maxAge)) return null;
  const maxAgeSeconds = Number(maxAge);
  return maxAgeSeconds > MAX_AGE_LIMIT_SECONDS ? null : { maxAgeSeconds, isMfaRequired };
}

/** As readDemands reads them. */
export function writeDemands({ maxAgeSeconds, isMfaRequired }: Demands): {
  readonly maxAge: string | null;
  readonly mfa: string | null;
} {
  return {
    maxAge: maxAgeSeconds?.toString() ?? null,
    mfa: isMfaRequired ? 'required' : null,
  };
}

/** Whether a live session is good enough as it is. An IdP's clock that is ahead makes nothing younger than now: 0 always asks. */
export function meets(
  session: { readonly authenticatedAtMs: number | null; readonly isMfa: boolean },
  { maxAgeSeconds, isMfaRequired }: Demands,
  nowMs: number,
): boolean {
  if (isMfaRequired && !session.isMfa) return false;
  if (maxAgeSeconds === null) return true;
  const { authenticatedAtMs } = session;
  return (
    authenticatedAtMs !== null && Math.max(0, nowMs - authenticatedAtMs) < maxAgeSeconds * 1000
  );
}
