/** The kinds of attack, as the catalogue, its reports and docs/security.md name them. */
export const FAMILIES = [
  'signature missing or foreign',
  'signature wrapping',
  'digest and SignedInfo',
  'algorithms',
  'canonicalisation and comments',
  'parser differentials',
  'DTD and entities',
  'encoding',
  'transport',
  'structure',
  'profile',
  'time',
  'encryption',
  'resource exhaustion',
  'replay',
  'mix-up of tenants, connections and browsers',
  'accounts',
  'logout',
  'redirect',
  'header spoofing',
  'trust in metadata',
] as const;

export type Family = (typeof FAMILIES)[number];

/** The number under which a vulnerability was published. */
export type Advisory = `CVE-${number}-${number}` | `GHSA-${string}` | `GO-${number}-${number}`;
