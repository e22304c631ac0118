// The Node version is looked at before anything is imported: on an older one the database driver would crash the process.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `Imagen SSO needs Node.js 22.13 or newer; this is ${process.versions.node}. Install the Node 24 LTS.`,
  );
  process.exit(1);
}
const { serve } = await import('./serve.js');
await serve();
