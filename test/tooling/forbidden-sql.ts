import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * What a Galera, InnoDB Cluster, Vitess or TiDB deployment forbids or quietly does not do, looked for in every string
 * of the source: the product must run on all of them, and a test database of one kind would not notice.
 */
export interface SqlRule {
  readonly name: string;
  readonly why: string;
  readonly matches: (sql: string) => boolean;
}

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly sql: string;
}

const definesTable = /^\s*(CREATE|ALTER)\s+(TEMPORARY\s+)?TABLE\b/i;

function rule(name: string, pattern: RegExp, why: string): SqlRule {
  return { name, why, matches: (sql) => pattern.test(sql) };
}

export const sqlRules: readonly SqlRule[] = [
  rule(
    'advisory lock',
    /\b(GET_LOCK|RELEASE_LOCK|RELEASE_ALL_LOCKS|IS_FREE_LOCK|IS_USED_LOCK)\s*\(/i,
    'Held by one node only; use a row and SELECT ... FOR UPDATE.',
  ),
  rule('table lock', /\b(UN)?LOCK\s+TABLES?\b/i, 'Not replicated; use row locks.'),
  rule('global read lock', /\bFLUSH\s+TABLES\b/i, 'Stops or desynchronises a cluster node.'),
  rule(
    'trigger',
    /\bCREATE\s+(OR\s+REPLACE\s+)?TRIGGER\b/i,
    'Behaves differently per replication.',
  ),
  rule(
    'stored program',
    /\bCREATE\s+(OR\s+REPLACE\s+)?(PROCEDURE|FUNCTION|EVENT)\b/i,
    'Vitess and TiDB do not run them.',
  ),
  rule(
    'cascade',
    /\bON\s+(DELETE|UPDATE)\s+(CASCADE|SET\s+NULL|SET\s+DEFAULT)\b|^\s*(CASCADE|SET NULL)\s*$/i,
    'Changes rows that no statement and no audit event names.',
  ),
  rule(
    'savepoint',
    /^\s*(RELEASE\s+)?SAVEPOINT\b|\bROLLBACK\s+(WORK\s+)?TO\b/i,
    'A deadlock drops the whole transaction with its savepoints; transactions are retried whole.',
  ),
  rule(
    'auto-increment',
    /\bAUTO_?INCREMENT\b|\bLAST_INSERT_ID\s*\(|\bLAST_INSERT_ROWID\s*\(/i,
    'Gaps and jumps between nodes, and counts customers; ids are UUIDv7.',
  ),
  {
    name: 'serial column',
    why: 'Auto-increment under another name.',
    matches: (sql) => definesTable.test(sql) && /\b(BIG|SMALL)?SERIAL\b/i.test(sql),
  },
  rule(
    'skip locked',
    /\bSKIP\s+LOCKED\b|\bFOR\s+(UPDATE|SHARE)\s+NOWAIT\b/i,
    'Not known to Vitess and TiDB; take the row that you need.',
  ),
  rule(
    'serializable',
    /\bISOLATION\s+LEVEL\s+SERIALIZABLE\b/i,
    'Refused by multi-primary groups; the product runs READ COMMITTED.',
  ),
  rule('distributed transaction', /^\s*XA\s+(START|BEGIN|PREPARE)\b/i, 'Not replicated by Galera.'),
  rule('other engine', /\bENGINE\s*=\s*(?!InnoDB\b)\w+/i, 'Only InnoDB tables are replicated.'),
  {
    name: 'no primary key',
    why: 'Row replication without a primary key is refused or slow beyond use.',
    // `CREATE TABLE ? (?)`, all of it filled in at run time, is judged by what the migration really says.
    matches: (sql) =>
      /^\s*CREATE\s+TABLE\b/i.test(sql) &&
      !/\bPRIMARY\s+KEY\b/i.test(sql) &&
      !/\(\s*\?\s*\)/.test(sql),
  },
];

/** TypeORM's own ways to the same things. */
const codeRules: readonly { name: string; pattern: RegExp }[] = [
  { name: 'auto-increment', pattern: /@PrimaryGeneratedColumn\(\s*(\)|\{|['"](increment|rowid))/ },
  { name: 'auto-increment', pattern: /\bgenerationStrategy:\s*['"]increment['"]/ },
  { name: 'cascade', pattern: /\bcascade:\s*(true|\[)/ },
  { name: 'skip locked', pattern: /['"]pessimistic_(partial_write|write_or_fail)['"]/ },
];

/** The text of a string expression; what is filled in at run time stands as `?`. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ expression, literal }) => {
      return `${textOf(expression) ?? '?'}${literal.text}`;
    });
    return node.head.text + spans.join('');
  }
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    if (left !== undefined || right !== undefined) return `${left ?? '?'}${right ?? '?'}`;
  }
  return undefined;
}

function stringsOf(source: ts.SourceFile): { text: string; line: number }[] {
  const strings: { text: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    strings.push({ text, line: line + 1 });
  };
  visit(source);
  return strings;
}

export function findForbiddenSql(file: string, code: string): Finding[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const inStrings = stringsOf(source).flatMap(({ text, line }) =>
    forbiddenIn(text).map((name) => ({ file, line, rule: name, sql: text.trim().slice(0, 120) })),
  );
  const inCode = codeRules.flatMap(({ name, pattern }) => {
    const found = pattern.exec(code);
    if (found === null) return [];
    const line = code.slice(0, found.index).split('\n').length;
    return [{ file, line, rule: name, sql: found[0] }];
  });
  return [...inStrings, ...inCode];
}

/** The rules on one statement as a database would get it. */
export function forbiddenIn(sql: string): string[] {
  return sqlRules.filter(({ matches }) => matches(sql)).map(({ name }) => name);
}

/** Every TypeScript file below `folders`, with its text; specs left out. */
export function sourcesBelow(root: string, folders: readonly string[]): [string, string][] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !/\.spec\.tsx?$/.test(path))
      .map((path): [string, string] => [
        join(folder, path),
        readFileSync(join(root, folder, path), 'utf8'),
      ]),
  );
}
