import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const IDENTITY_PROVIDERS = /^test\/interop\/identity-providers\./;
const IDP_OR_READER = /^test\/interop\/(identity-providers|our-metadata)\./;

/**
 * What the tests need beyond npm packages: how each is found, which environment variable tells the specs of it, which
 * Debian packages bring it, and which spec files need it (by path, so that no spec has to skip itself). Files of
 * `casesIn` have other cases, too: they run all the same, told by an empty variable to leave out those of this tool.
 */
export const tools = [
  {
    name: 'Chromium',
    variable: 'CHROMIUM',
    // The shell is the same engine and network stack without the windows around it, a quarter quicker.
    find: () =>
      firstThatRuns('CHROMIUM', [
        ...['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'],
      ]),
    packages: ['chromium-headless-shell', 'fonts-liberation'],
    neededBy: /^test\/browser\/|^test\/interop\/identity-providers\./,
    without: 'pages in a real browser',
  },
  {
    name: 'xmlsec1',
    variable: 'XMLSEC1',
    find: () => firstThatRuns('XMLSEC1', ['xmlsec1']),
    packages: ['xmlsec1'],
    neededBy: /xmlsec|our-metadata/,
    without: 'signatures judged by xmlsec1',
  },
  {
    name: 'xmllint with the OASIS schemas',
    variable: 'XMLLINT',
    find: findXmllint,
    packages: ['libxml2-utils', 'opensaml-schemas', 'xmltooling-schemas'],
    neededBy: /xmllint/,
    without: 'our metadata and messages judged by the OASIS schemas',
  },
  {
    name: 'SimpleSAMLphp with PHP',
    variable: 'SIMPLESAMLPHP_DIR',
    find: findSimpleSamlPhp,
    // Without a web server named here, the package would bring one that starts at once.
    packages: ['simplesamlphp', 'php-cli', 'php-cgi', 'php-xml', 'php-mbstring', 'micro-httpd'],
    neededBy: IDP_OR_READER,
    casesIn: IDENTITY_PROVIDERS,
    without: 'SimpleSAMLphp as identity provider',
  },
  {
    name: 'pysaml2',
    variable: 'PYSAML2_PYTHON',
    find: () => pythonWith('PYSAML2_PYTHON', 'saml2'),
    packages: ['python3-pysaml2', 'xmlsec1'],
    neededBy: IDP_OR_READER,
    casesIn: IDENTITY_PROVIDERS,
    without: 'pysaml2 as identity provider',
  },
  {
    name: 'lasso',
    variable: 'LASSO_PYTHON',
    find: () => pythonWith('LASSO_PYTHON', 'lasso'),
    packages: ['python3-lasso'],
    neededBy: IDP_OR_READER,
    casesIn: IDENTITY_PROVIDERS,
    without: 'lasso, the library of mod_auth_mellon, as identity provider',
  },
  {
    name: 'HAProxy',
    variable: 'HAPROXY',
    find: () => firstThatRuns('HAPROXY', ['haproxy'], '-v'),
    packages: ['haproxy'],
    neededBy: /haproxy/,
    without: 'instances replaced behind a load balancer',
  },
];

const givenDatabase = process.env.TEST_MYSQL_URL !== undefined;

export const databaseServer = {
  name: givenDatabase ? 'the database of TEST_MYSQL_URL' : 'MariaDB or MySQL',
  packages: givenDatabase ? [] : ['mariadb-server'],
  neededBy: /^test\/scale\/|haproxy/,
  without: 'the suites on MariaDB/MySQL (SQLite was tested)',
};

/** @returns the path of $variable or of the first of `names` that answers to `question`, or null */
function firstThatRuns(variable, names, question = '--version') {
  const wanted = process.env[variable];
  const path = binary(...(wanted ? [wanted] : names));
  return path !== null && runs(path, question) ? path : null;
}

/** Debian keeps servers in sbin, which is not on everybody's PATH. */
const moreFolders = ['/usr/sbin', '/usr/libexec', '/usr/local/bin', '/opt/homebrew/bin'];

/** @returns the full path of the first of `names` that is installed, or null */
export function binary(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...moreFolders];
  const places = names.flatMap((name) =>
    isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)),
  );
  return places.find((place) => existsSync(place)) ?? null;
}

function runs(command, question = '--version') {
  return spawnSync(command, [question], { stdio: 'ignore' }).status === 0;
}

/** Debian's Python, whose libraries these are, is not always the first on the PATH. */
function pythonWith(variable, library) {
  const python = process.env[variable] ?? '/usr/bin/python3';
  const { status } = spawnSync(python, ['-c', `import ${library}`], { stdio: 'ignore' });
  return status === 0 ? python : null;
}

function findXmllint() {
  const folders = ['/usr/share/xml/opensaml', '/usr/share/xml/xmltooling'];
  return folders.every((folder) => existsSync(folder))
    ? firstThatRuns('XMLLINT', ['xmllint'])
    : null;
}

function findSimpleSamlPhp() {
  const folder = process.env.SIMPLESAMLPHP_DIR ?? '/usr/share/simplesamlphp';
  return existsSync(folder) && runs('php') ? folder : null;
}

/** May this machine be given packages? Only where nobody is surprised by it. */
export function mayInstall() {
  const asked = process.env.CI === 'true' || process.argv.includes('--install');
  return asked && process.getuid?.() === 0 && runs('apt-get');
}

let listsAreFresh = false;

export function install(packages) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: aptEnvironment() };
  if (!listsAreFresh) spawnSync('apt-get', ['update', '-qq'], options);
  listsAreFresh = true;
  const flags = ['install', '-y', '-qq', '--no-install-recommends'];
  return spawnSync('apt-get', [...flags, ...packages], options).status === 0;
}

function aptEnvironment() {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
}
