import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../errors/index.js';
import {
  explainActivationProblem,
  findActivationProblems,
  requireActivatable,
  type ActivationCandidate,
} from './activation.js';

const production = { allowsPlainHttp: false };
const good: ActivationCandidate = {
  idpEntityId: 'https://sts.windows.net/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/',
  endpointUrls: ['https://login.example/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2'],
  certificates: [{ keyType: 'rsa', keyBits: 2048 }],
};

describe('activation', () => {
  it('of a sound connection goes through', () => {
    expect(() => requireActivatable(good, production)).not.toThrow();
  });

  it.each([
    [{ idpEntityId: 'https://sts.windows.net/{tenantid}/' }, 'connection_multi_tenant'],
    [{ idpEntityId: 'https://sts.windows.net/{tenant}/' }, 'connection_multi_tenant'],
    [
      { endpointUrls: ['https://login.microsoftonline.com/Organizations/saml2'] },
      'connection_multi_tenant',
    ],
    [{ certificates: [] }, 'connection_no_usable_certificate'],
    [
      { certificates: [{ keyType: 'rsa', keyBits: 1024 } as const] },
      'connection_no_usable_certificate',
    ],
    [{ endpointUrls: ['http://idp.example/sso'] }, 'connection_not_https'],
  ] as const)('of %j is refused: %s', (change, code) => {
    const candidate = { ...good, ...change };
    expect(findActivationProblems(candidate, production)).toEqual([code]);
    const work = () => requireActivatable(candidate, production);
    expect(work).toThrow(UserError);
    expect(work).toThrow(explainActivationProblem(code));
  });

  it('with a short key beside a sound one goes through: the short one is not used', () => {
    const certificates = [{ keyType: 'rsa', keyBits: 1024 } as const, ...good.certificates];
    expect(findActivationProblems({ ...good, certificates }, production)).toEqual([]);
  });

  it('allows plain http on a developer’s machine only', () => {
    const candidate = { ...good, endpointUrls: ['http://idp.localhost:4000/sso'] };
    expect(findActivationProblems(candidate, { allowsPlainHttp: true })).toEqual([]);
  });
});
