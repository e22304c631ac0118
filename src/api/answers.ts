import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/index.js';
import { ProblemError, tenantOf } from '../http/index.js';

export interface ListAnswer {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** How the API answers: JSON that no cache keeps, with an ETag that saves the body, and a Link to the next page. */
@Injectable()
export class Answers {
  constructor(private readonly config: AppConfig) {}

  list(req: Request, res: Response, answer: ListAnswer): void {
    if (answer.nextCursor !== null) {
      res.set('Link', `<${this.nextUrl(req, answer.nextCursor)}>; rel="next"`);
    }
    this.one(req, res, answer);
  }

  one(req: Request, res: Response, answer: object): void {
    const body = JSON.stringify(answer);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    // private and no-cache: the caller may keep it, and asks each time whether it still holds.
    res.set({ 'Cache-Control': 'private, no-cache', ETag: etag, Vary: 'Authorization, Cookie' });
    if (matches(req.get('if-none-match'), etag)) res.status(304).end();
    else res.set('Content-Type', 'application/json; charset=utf-8').send(body);
  }

  /** From PUBLIC_URL, never from the request's host. */
  private nextUrl(req: Request, cursor: string): string {
    const url = new URL(req.originalUrl, this.config.publicUrl.originOf(tenantOf(req).subdomain));
    url.searchParams.set('cursor', cursor);
    return url.href;
  }
}

/** RFC 9110 13.1.2: a list of tags, weak ones included, or `*`. */
function matches(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** The same for what does not exist and for what is another tenant's. */
export function notFound(what: string): ProblemError {
  return new ProblemError(404, 'not_found', `There is no such ${what}.`);
}

export function timeText(ms: number): string;
export function timeText(ms: number | null): string | null;
export function timeText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
