import { globSync } from 'node:fs';

/**
 * The suites, in the order in which they run. Those that kill processes or measure run one file at a time, the others
 * two. `minutes` is several times what a part takes on two idle cores.
 */
export const parts = [
  { name: 'rules and behaviour', workers: 2, minutes: 25, owns: () => true },
  {
    name: 'browser and interop',
    workers: 2,
    minutes: 30,
    owns: (file) => /^test\/(browser|interop)\//.test(file),
  },
  { name: 'faults', workers: 1, minutes: 25, owns: (file) => file.startsWith('test/faults/') },
  { name: 'scale', workers: 1, minutes: 15, owns: (file) => file.startsWith('test/scale/') },
];

/** Every spec file of the project, as a path with forward slashes from its root. */
export function specFiles(root) {
  const places = ['src', 'test', 'dev', 'bench'].map((folder) => `${folder}/**/*.spec.{ts,tsx}`);
  return globSync(places, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/** Each file once: with the last part that owns it. */
export function filesByPart(files) {
  return parts.map((part) => ({
    ...part,
    files: files.filter((file) => parts.findLast(({ owns }) => owns(file)) === part),
  }));
}
