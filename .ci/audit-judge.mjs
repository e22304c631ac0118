const grave = ['high', 'critical'];

/**
 * Reads what `npm audit --json` printed.
 * @param {string} output
 * @param {{ advisory: string, package: string, until: string, why: string }[]} exceptions until: YYYY-MM-DD, inclusive
 * @param {string} today YYYY-MM-DD
 * @returns {{ lines: string[], failed: boolean }}
 */
export function judge(output, exceptions, today) {
  const expired = exceptions.filter(({ until }) => !(until >= today));
  const lines = expired.map(
    (exception) =>
      `the exception for ${exception.advisory} ended on ${exception.until}: decide anew`,
  );
  const report = parsed(output);
  if (report.error?.code) {
    lines.push(`audit: npm could not ask (${report.error.code} ${report.error.summary})`);
    return { lines, failed: true };
  }
  if (report.vulnerabilities === undefined) {
    lines.push('audit: no answer from the registry, nothing was checked');
    return { lines, failed: expired.length > 0 };
  }
  const found = advisoriesIn(report.vulnerabilities);
  const isExcepted = ({ advisory, name }) =>
    exceptions.some(
      (exception) =>
        exception.advisory === advisory && exception.package === name && exception.until >= today,
    );
  const open = found.filter((finding) => !isExcepted(finding));
  for (const { advisory, name, severity, title, url } of open) {
    lines.push(`${severity}: ${name}: ${title} (${advisory}, ${url})`);
  }
  lines.push(
    `audit: ${open.length} high or critical findings, ${found.length - open.length} excepted`,
  );
  return { lines, failed: expired.length > 0 || open.length > 0 };
}

function parsed(output) {
  try {
    return JSON.parse(output);
  } catch {
    return {}; // not JSON: the registry, or a proxy before it, said something else
  }
}

/** Each advisory once; a package that is only affected through another one names no advisory of its own. */
function advisoriesIn(vulnerabilities) {
  const advisories = Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((via) => typeof via === 'object' && grave.includes(via.severity))
    .map(({ name, severity, title, url, source }) => ({
      ...{ name, severity, title, url },
      advisory: url?.match(/GHSA-[\w-]+/)?.[0] ?? String(source),
    }));
  return [...new Map(advisories.map((item) => [`${item.advisory} ${item.name}`, item])).values()];
}
