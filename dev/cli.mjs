// npm run cli -- <command>: the command line in a checkout. Builds what is not built, then runs it in this very process,
// so that its output, exit code and signals are its own.
import './check-node.mjs';
import { buildIfStale } from './build.mjs';

buildIfStale();
await import('../dist/cli.js');
