import { describe, expect, it } from '@jest/globals';
import { contentSecurityPolicy } from './content-security-policy.js';

describe('contentSecurityPolicy', () => {
  it('allows our style sheet and images, forms to ourselves, and nothing else', () => {
    expect(contentSecurityPolicy()).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'none'; script-src 'none'; " +
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; " +
        'upgrade-insecure-requests',
    );
  });

  it('lets the page of the POST binding run our script and post to the IdP', () => {
    const policy = contentSecurityPolicy({
      allowsScript: true,
      formAction: ['https://idp.example', 'https:'],
      isHttps: false,
    });
    expect(policy).toContain("script-src 'self';");
    expect(policy).toMatch(/form-action 'self' https:\/\/idp\.example https:$/);
    expect(policy).not.toContain('upgrade-insecure-requests');
  });

  it.each([
    "https://idp.example; script-src 'unsafe-inline'",
    'https://a https://b',
    'https://a,b',
  ])('refuses a source that would change the policy: %s', (source) => {
    expect(() => contentSecurityPolicy({ formAction: [source] })).toThrow('form-action');
  });
});
