// Imported first by every script: an old Node gets one plain sentence instead of a stack trace.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `Imagen SSO needs Node.js 22.13 or newer, best 24 LTS; this is ${process.versions.node}. ` +
      'Run it through npm after "npm ci", which brings the right one on Linux and Windows, or install it from nodejs.org.',
  );
  process.exit(1);
}
