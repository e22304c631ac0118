import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './seeded-tree.js';

interface Exception {
  advisory: string;
  package: string;
  until: string;
  why: string;
}

interface Judgement {
  lines: string[];
  failed: boolean;
}

const { judge } = (await import(join(checkout, '.ci/audit-judge.mjs'))) as {
  judge: (output: string, exceptions: readonly Exception[], today: string) => Judgement;
};

const today = '2026-11-24';

function auditOf(severity: string): string {
  const advisory = {
    source: 1_234_567,
    name: 'parser',
    severity,
    title: 'Reads past the end',
    url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  };
  return JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      parser: { name: 'parser', severity, via: [advisory], effects: ['reader'] },
      reader: { name: 'reader', severity, via: ['parser'], effects: [] },
    },
  });
}

function exception(until: string, name = 'parser'): Exception {
  return { advisory: 'GHSA-aaaa-bbbb-cccc', package: name, until, why: 'not reachable' };
}

describe('the audit of what is shipped', () => {
  it.each(['high', 'critical'])('fails on a %s finding and names it once', (severity) => {
    const { lines, failed } = judge(auditOf(severity), [], today);
    expect(failed).toBe(true);
    expect(lines).toEqual([
      `${severity}: parser: Reads past the end (GHSA-aaaa-bbbb-cccc, https://github.com/advisories/GHSA-aaaa-bbbb-cccc)`,
      'audit: 1 high or critical findings, 0 excepted',
    ]);
  });

  it.each(['low', 'moderate'])('lets a %s finding pass', (severity) => {
    expect(judge(auditOf(severity), [], today).failed).toBe(false);
  });

  it('lets an excepted finding pass up to and on its last day', () => {
    expect(judge(auditOf('high'), [exception('2026-11-24')], today)).toEqual({
      lines: ['audit: 0 high or critical findings, 1 excepted'],
      failed: false,
    });
  });

  it('fails the day after, also where the finding is gone', () => {
    expect(judge(auditOf('high'), [exception('2026-11-23')], today).failed).toBe(true);
    expect(judge('{"vulnerabilities":{}}', [exception('2026-11-23')], today).failed).toBe(true);
  });

  it('fails on an exception for another package, or with no date', () => {
    expect(judge(auditOf('high'), [exception('2027-01-01', 'reader')], today).failed).toBe(true);
    const undated = { ...exception(''), until: undefined as unknown as string };
    expect(judge(auditOf('high'), [undated], today).failed).toBe(true);
  });

  it.each(['', '<html>', '{"message":"405 Method Not Allowed","error":{"summary":""}}'])(
    'says in one line that the registry did not answer (%s)',
    (output) => {
      expect(judge(output, [], today)).toEqual({
        lines: ['audit: no answer from the registry, nothing was checked'],
        failed: false,
      });
    },
  );

  it('fails where npm itself cannot ask', () => {
    const output = '{"error":{"code":"ENOLOCK","summary":"This command requires a lockfile."}}';
    expect(judge(output, [], today).failed).toBe(true);
  });

  it('each exception says until when and why', () => {
    const file = readFileSync(join(checkout, '.ci/audit-exceptions.json'), 'utf8');
    for (const listed of JSON.parse(file) as Exception[]) {
      expect(listed).toEqual({
        advisory: expect.stringMatching(/^(GHSA-|\d)/),
        package: expect.any(String),
        until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        why: expect.stringMatching(/\S.{10,}/),
      });
    }
  });
});
