import { globSync } from 'node:fs';

/**
 * The suites, in the order in which they run. The first runs two files at a time; the others one, since they start
 * browsers and servers, kill processes or measure. `minutes` is several times what a part takes on two idle cores.
 */
export const parts = [
  { name: 'rules and behaviour', workers: 2, minutes: 25, owns: () => true },
  { name: 'browser', workers: 1, minutes: 25, owns: (file) => file.startsWith('test/browser/') },
  { name: 'interop', workers: 1, minutes: 15, owns: (file) => file.startsWith('test/interop/') },
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
