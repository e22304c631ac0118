import type { Response } from 'express';
import type { JSX } from 'preact';
import { contentSecurityPolicy, type PolicyOptions } from './content-security-policy.js';
import { renderPage } from './render-page.js';

export interface SendPageOptions extends Pick<
  PolicyOptions,
  'formAction' | 'allowsScript' | 'allowsFraming'
> {
  readonly status?: number; // 200
}

/** A page of ours: with its own Content-Security-Policy, and never kept by a cache (ASVS 14.3.2). */
export function sendPage(res: Response, page: JSX.Element, options: SendPageOptions = {}): void {
  const { status = 200, ...policy } = options;
  if (policy.allowsFraming) res.removeHeader('X-Frame-Options');
  res
    .status(status)
    .set({
      'Content-Security-Policy': contentSecurityPolicy({ ...policy, isHttps: false }), // only 'self' is ever loaded
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
    })
    .send(renderPage(page));
}
