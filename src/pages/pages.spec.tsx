import { describe, expect, it } from '@jest/globals';
import type { RefusalPage as RefusalPageName } from '../errors/index.js';
import { logo, styleSheet } from './assets.js';
import { judgeRemaining } from './components/certificate-list.js';
import { LandingPage } from './landing.page.js';
import type { PageContext } from './page-context.js';
import { PostBindingPage } from './post-binding.page.js';
import { RefusalPage } from './refusal.page.js';
import { renderPage } from './render-page.js';
import { UnknownHostPage } from './unknown-host.page.js';

const context: PageContext = { language: 'en', tenantName: 'Acme', viewer: null, reference: null };
const reference = { number: '7KQ4M-X2RTD', timeMs: Date.UTC(2025, 10, 23, 14, 5, 9) };
const HOSTILE = `</title><script>alert(1)</script>"'onmouseover=x&\u202e`;

describe('a page', () => {
  const person = {
    displayName: HOSTILE,
    email: HOSTILE,
    subject: HOSTILE,
    roles: [HOSTILE],
    groupCount: 1,
  };
  const html = renderPage(
    LandingPage({
      context: {
        ...context,
        tenantName: HOSTILE,
        viewer: { name: HOSTILE, isAdministrator: true, signOutToken: HOSTILE },
        reference: HOSTILE,
      },
      person,
      sessionExpiresAtMs: 2,
      nowMs: 1,
      appUrl: `https://app.example/?${HOSTILE}`,
    }),
  );

  it('escapes what others have written, in texts and attributes', () => {
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/="[^"]*"onmouseover/);
    expect(html).toContain('&lt;script');
  });

  it('carries no style, script or handler inside, and links only to itself', () => {
    expect(html).not.toMatch(/<style| style="| on[a-z]+="/);
    const assets = [...html.matchAll(/(?:href|src)="(\/assets[^"]*)"/g)].map((match) => match[1]);
    expect(new Set(assets)).toEqual(new Set([logo.path, styleSheet.path]));
  });

  it('starts with its type and language', () => {
    expect(html).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8"\/?>/);
  });
});

describe('the refusal page', () => {
  const refusal = (page: RefusalPageName, language: 'en' | 'de' = 'en') =>
    renderPage(RefusalPage({ context: { ...context, language }, page, reference }));

  it.each([
    { page: 'start_again', link: 'Sign in again' },
    { page: 'authenticate_again', link: 'Sign in again' },
    { page: 'second_factor_needed', link: 'Sign in again' },
    { page: 'identity_provider_refused', link: 'Try again' },
    { page: 'busy', link: 'Try again' },
  ] as const)('$page offers a new start', ({ page, link }) => {
    expect(refusal(page)).toMatch(new RegExp(`href="/site/login">${link}<`));
  });

  it.each(['not_verified', 'no_access'] as const)('%s offers none: it would not help', (page) => {
    expect(refusal(page)).not.toContain('/site/login');
  });

  it('shows the reference number and its time, in the language of the browser', () => {
    expect(refusal('no_access', 'de')).toContain('<html lang="de">');
    expect(refusal('no_access', 'de')).toContain('7KQ4M-X2RTD');
    expect(refusal('no_access', 'de')).toContain('23. November 2025 um 14:05:09 UTC');
  });
});

describe('the page of an unknown host', () => {
  it('names no tenant and nobody', () => {
    const html = renderPage(UnknownHostPage({ language: 'en' }));
    expect(html).toContain('<title>There is nothing here · Imagen</title>');
    expect(html).not.toMatch(/form|brand-tenant/);
  });
});

describe('the form of the POST binding', () => {
  it('refuses an address that is none', () => {
    expect(() =>
      renderPage(PostBindingPage({ context, action: 'javascript:alert(1)', fields: {} })),
    ).toThrow('not a web address');
  });
});

describe('the time that a certificate has left', () => {
  const DAY = 86_400_000;
  const certificate = { notBeforeMs: 0, notAfterMs: 1000 * DAY };

  it.each([
    { day: 0, words: '1000 days left', tone: 'good' },
    { day: 940, words: '60 days left', tone: 'good' },
    { day: 940.5, words: '59 days left', tone: 'warn' },
    { day: 986.5, words: '13 days left', tone: 'bad' },
    { day: 998.5, words: '1 day left', tone: 'bad' },
    { day: 999.5, words: 'Ends within a day', tone: 'bad' },
    { day: 1000, words: 'Expired today', tone: 'bad' },
    { day: 1001, words: 'Expired 1 day ago', tone: 'bad' },
    { day: -1, words: 'Not valid yet', tone: 'warn' },
  ])('on day $day: $words', ({ day, words, tone }) => {
    expect(judgeRemaining(certificate, day * DAY)).toMatchObject({ words, tone });
  });
});
