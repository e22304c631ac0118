import { randomToken, sha256Hex } from '../secrets/index.js';

const PREFIX = 'imgsso'; // for secret scanners: a leaked key is found by its form
const CHECKSUM_LENGTH = 6;
const FORM = /^imgsso_([0-9a-f]{32})_([A-Za-z0-9_-]{43})([0-9a-f]{6})$/;

/** The parts of `imgsso_<id>_<secret><checksum>`. */
export interface ApiKeyToken {
  readonly id: string; // a UUID
  readonly secret: string;
}

export function newApiKeyToken(id: string): { readonly text: string; readonly secretHash: string } {
  const secret = randomToken();
  const body = `${PREFIX}_${id.replaceAll('-', '')}_${secret}`;
  return { text: body + checksum(body), secretHash: sha256Hex(secret) };
}

/** Null: not one of our keys, or a mistyped one; the checksum tells without asking the database. */
export function readApiKeyToken(text: string): ApiKeyToken | null {
  const [, hex, secret, sum] = FORM.exec(text) ?? [];
  if (hex === undefined || secret === undefined) return null;
  if (checksum(text.slice(0, -CHECKSUM_LENGTH)) !== sum) return null;
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secret };
}

function checksum(body: string): string {
  return sha256Hex(body).slice(0, CHECKSUM_LENGTH);
}
