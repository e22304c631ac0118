// ESM throughout: run with NODE_OPTIONS=--experimental-vm-modules (npm run jest, npm test).
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
  transform: { '^.+\\.tsx?$': ['@swc/jest', { exclude: [] }] },
  setupFiles: ['reflect-metadata'],
};
