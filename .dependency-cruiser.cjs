/**
 * Who may import whom. LAYERS is the diagram of docs/architecture.md: a module sees only the layers above its own
 * line here, and those only through their index.ts; modules on one line never see each other.
 * The rest are rules with a name. test/tooling/boundaries.spec.ts breaks each of them once.
 */
const LAYERS = [
  ['errors'],
  ['xml', 'config', 'attack'],
  ['telemetry'],
  ['database', 'secrets'],
  ['http', 'outbound'],
  ['pages'],
  ['audit'],
  ['tenants'],
  ['users', 'connections', 'api-keys', 'sp-keys'],
  ['auth'],
  ['admin', 'setup', 'api', 'scim', 'gateway', 'operations'],
  ['cli'],
];

/** Inside src/auth: sign-in and logout use saml and session, never the other way round. */
const AUTH_LAYERS = [
  ['saml', 'session'],
  ['sign-in', 'logout'],
];

const SPEC = '\\.spec\\.tsx?$';

/** One rule per folder: of the folders under `root`, it may see itself and those of earlier layers. */
function layerRules(root, prefix, layers) {
  return layers.flatMap((names, level) =>
    names.map((name) => ({
      name: `${prefix}:${name}`,
      severity: 'error',
      comment: `${root}${name} sees only: ${[...layers.slice(0, level).flat(), name].join(', ')}.`,
      from: { path: `^${root}${name}/` },
      to: {
        path: `^${root}[^/]+/`,
        pathNot: `^${root}(${[...layers.slice(0, level).flat(), name].join('|')})/`,
      },
    })),
  );
}

/** `package` may be imported, inside src, only below `home`. */
function only(home, ...packages) {
  return {
    name: `library-at-home:${packages[0]}`,
    severity: 'error',
    comment: `${packages.join(', ')}: only in ${home}, so that one module answers for it.`,
    from: { path: '^src/', pathNot: `^${home}/` },
    to: { path: `(^|/)node_modules/(${packages.join('|')})/` },
  };
}

module.exports = {
  forbidden: [
    ...layerRules('src/', 'layers', LAYERS),
    {
      name: 'layers:unplaced',
      severity: 'error',
      comment: 'A new folder of src needs its place in LAYERS.',
      from: { path: `^src/(?!(${LAYERS.flat().join('|')})/)[^/]+/` },
      to: {},
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'A cycle hides which of the two owns a fact, and breaks injection at run time.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'front-door',
      severity: 'error',
      comment: 'Other modules are reached through their index.ts (domain code: through domain/).',
      from: { path: '^src/([^/]+)/', pathNot: '^src/.*/domain/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'front-door:root',
      severity: 'error',
      comment: 'main, cli and the composition root, too, come in by the front door.',
      from: { path: '^src/[^/]+\\.tsx?$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index\\.ts$' },
    },
    {
      name: 'front-door:own',
      severity: 'error',
      comment: 'Inside a module import files, never its own index.ts.',
      from: { path: '^src/([^/]+)/', pathNot: '^src/[^/]+/index\\.ts$' },
      to: { path: '^src/$1/index\\.ts$' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'Domain code imports domain code, errors, the XML parser, inflating and hashing; the linter narrows node:crypto to hashing.',
      from: { path: '^src/.*/domain/', pathNot: SPEC },
      to: {
        pathNot: [
          '^src/.*/domain/',
          '^src/errors/index\\.ts$',
          '(^|/)node_modules/libxml2-wasm/',
          '^(node:)?(crypto|zlib)$',
        ],
      },
    },
    ...layerRules('src/auth/', 'auth-inside', AUTH_LAYERS),
    only('src/auth/saml', '@node-saml', 'node-saml', 'passport'),
    only('src/auth', '@nestjs/passport'),
    only('src/database', 'mysql2', 'better-sqlite3'),
    {
      name: 'product-alone',
      severity: 'error',
      comment: 'What is shipped imports nothing of tests, development tools or benchmarks.',
      from: { path: '^(src|migrations)/', pathNot: SPEC },
      to: { path: '^(test|dev|bench)/' },
    },
    {
      name: 'product-alone:dev-dependencies',
      severity: 'error',
      comment: 'The image is installed without devDependencies; only types may come from there.',
      from: { path: '^(src|migrations)/', pathNot: SPEC },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'look-alike-alone',
      severity: 'error',
      comment:
        'The Entra look-alike judges us from outside: it shares neither our code nor our SAML library.',
      from: { path: '^dev/idp/' },
      to: {
        path: [
          '^(src|migrations|test|bench)/',
          '(^|/)node_modules/(@node-saml|node-saml|passport[^/]*|samlp|saml|xml-crypto)/',
        ],
      },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'A wrong path escapes every other rule. What the build makes need not be there yet.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(\\.\\./)*dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
