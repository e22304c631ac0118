import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const nodeOptions = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

/**
 * Runs one part in a jest of its own.
 * @returns {Promise<{ passed: number, failed: number }>} a file that could not run counts as one failed
 */
export async function runPart(part, environment, root) {
  const folder = mkdtempSync(join(tmpdir(), 'imagen-test-'));
  const report = join(folder, 'report.json');
  const status = await runJest(part, report, environment, root);
  const counts = readCounts(report);
  rmSync(folder, { recursive: true, force: true });
  if (counts === null) return { passed: 0, failed: 1 };
  const failed = status !== 0 && counts.failed === 0 ? 1 : counts.failed;
  return { passed: counts.passed, failed };
}

function runJest(part, report, environment, root) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const workers = part.workers === 1 ? '--runInBand' : `--maxWorkers=${part.workers}`;
  const args = [jest, workers, '--json', `--outputFile=${report}`, '--runTestsByPath'];
  const child = spawn(process.execPath, [...args, ...part.files], {
    cwd: root,
    stdio: ['ignore', 'ignore', process.stdout], // the report goes to the file, progress to one stream
    env: { ...process.env, ...environment, NODE_OPTIONS: nodeOptions },
  });
  const limit = setTimeout(() => {
    console.log(`${part.name}: not finished after ${part.minutes} minutes, ended`);
    child.kill('SIGTERM'); // its workers, servers and browsers end with it
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  }, part.minutes * 60_000);
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      clearTimeout(limit);
      resolve(code);
    });
  });
}

function readCounts(report) {
  let json;
  try {
    json = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return null; // jest died before it wrote its report
  }
  const notRun = json.numPendingTests + json.numTodoTests;
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + json.numRuntimeErrorTestSuites + notRun,
  };
}
