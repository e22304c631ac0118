import { readFileSync } from 'node:fs';

// ESM throughout: run with NODE_OPTIONS=--experimental-vm-modules (npm run jest, npm test).
// Specs are compiled as the build compiles the product, except that the build leaves specs out.
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.exclude;

export default {
  testEnvironment: 'node',
  testMatch: [
    '<rootDir>/test/**/*.spec.ts?(x)',
    '<rootDir>/src/**/*.spec.ts?(x)',
    '<rootDir>/dev/**/*.spec.ts',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#migrations$': '<rootDir>/migrations/index.ts',
  },
  transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swc, swcrc: false }] },
  setupFiles: ['reflect-metadata'],
  // Generous: a busy machine is no failure; a spec that hangs is ended by this all the same.
  testTimeout: 30_000,
};
