#!/usr/bin/env node
// The Node version is looked at before anything is imported: on an older one the database driver would crash the process.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `Imagen SSO needs Node.js 22.13 or newer; this is ${process.versions.node}. Install the Node 24 LTS.`,
  );
  process.exit(1);
}
const { userInfo } = await import('node:os');
const { runCli } = await import('./cli/index.js');
const { stdin, stdout, stderr } = process;
// `imagen-sso audit export ... | head`: a reader that has had enough is no crash; the command notices by itself.
stdout.on('error', () => undefined);
process.exitCode = await runCli(process.argv.slice(2), { stdin, stdout, stderr, userName: user() });

/** In a container the user may have a number and no name. */
function user(): string {
  const id = process.getuid?.().toString() ?? 'unknown';
  try {
    return userInfo().username;
  } catch {
    return `uid ${id}`;
  }
}
