import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/index.js';
import { ProblemError, tenantOf } from '../http/index.js';

export interface PageJson<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null; // null: the last page
}

/** How the API answers: JSON that only the caller may keep, an ETag that saves the body, a Link to the next page. */
@Injectable()
export class Answers {
  constructor(private readonly config: AppConfig) {}

  list<Item>(req: Request, res: Response, page: PageJson<Item>): void {
    if (page.nextCursor !== null)
      res.set('Link', `<${this.nextUrl(req, page.nextCursor)}>; rel="next"`);
    this.one(req, res, page);
  }

  /** The caller alone may keep it, and asks each time whether it still holds. */
  one(req: Request, res: Response, answer: object): void {
    res.set({ 'Cache-Control': 'private, no-cache', Vary: 'Authorization, Cookie' });
    this.send(req, res, answer);
  }

  /** What is the same for everybody. */
  shared(req: Request, res: Response, answer: object): void {
    res.set('Cache-Control', 'public, max-age=300');
    this.send(req, res, answer);
  }

  private send(req: Request, res: Response, answer: object): void {
    const body = JSON.stringify(answer);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    res.set('ETag', etag);
    if (matches(req.get('if-none-match'), etag)) res.status(304).end();
    else res.set('Content-Type', 'application/json; charset=utf-8').send(body);
  }

  /**
   * The same question with the next cursor, on PUBLIC_URL. Path and query alone come from the request: its target may be
   * a whole URL (RFC 9112 3.2.2), and that host is the caller's word.
   */
  private nextUrl(req: Request, cursor: string): string {
    const url = new URL(this.config.publicUrl.originOf(tenantOf(req).subdomain));
    url.pathname = req.path;
    url.search = new URLSearchParams({
      ...(req.query as Record<string, string>),
      cursor,
    }).toString();
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
