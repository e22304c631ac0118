import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { findForbiddenSql, forbiddenIn, sourcesBelow, sqlRules } from './forbidden-sql.js';
import { checkout } from './seeded-tree.js';

const violations: readonly (readonly [rule: string, code: string])[] = [
  ['advisory lock', "await tx.query('SELECT GET_LOCK(?, 5)')"],
  ['advisory lock', "await tx.query('select release_lock(?)')"],
  ['table lock', "await tx.execute('LOCK TABLES users WRITE')"],
  ['global read lock', "await tx.execute('FLUSH TABLES WITH READ LOCK')"],
  ['trigger', 'await runner.query(`CREATE TRIGGER t BEFORE UPDATE ON audit_events FOR EACH ROW`)'],
  ['stored program', "await runner.query('CREATE PROCEDURE p() SELECT 1')"],
  [
    'cascade',
    'const sql = `ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (id) ON DELETE CASCADE`',
  ],
  ['cascade', "const sql = 'FOREIGN KEY (b) REFERENCES c (id) ' + 'ON UPDATE ' + 'CASCADE'"],
  ['cascade', "@ManyToOne(() => User, { onDelete: 'CASCADE' }) user: User;"],
  ['cascade', '@OneToMany(() => User, (user) => user.groups, { cascade: true }) users: User[];'],
  ['savepoint', "await tx.execute('SAVEPOINT before_insert')"],
  ['savepoint', "await tx.execute('ROLLBACK TO SAVEPOINT before_insert')"],
  ['auto-increment', 'const sql = `CREATE TABLE a (id ${type} AUTO_INCREMENT PRIMARY KEY)`'],
  ['auto-increment', "const sql = 'CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT)'"],
  ['auto-increment', "await tx.query('SELECT LAST_INSERT_ID() AS id')"],
  ['auto-increment', '@PrimaryGeneratedColumn() id: number;'],
  ['auto-increment', "@PrimaryGeneratedColumn('increment') id: number;"],
  ['serial column', "const sql = 'CREATE TABLE a (id SERIAL PRIMARY KEY)'"],
  ['skip locked', 'const sql = `SELECT id AS id FROM jobs FOR UPDATE SKIP LOCKED`'],
  ['skip locked', "const sql = `SELECT id AS id FROM jobs${tx.forUpdate} ${'SKIP LOCKED'}`"],
  ['skip locked', "query.setLock('pessimistic_partial_write')"],
  ['serializable', "const sql = 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE'"],
  ['distributed transaction', "const sql = 'XA START ?'"],
  ['other engine', "const sql = 'CREATE TABLE a (id int PRIMARY KEY) ENGINE=MyISAM'"],
  ['no primary key', 'const sql = `CREATE TABLE a (id ${uuid}, name varchar(20) NOT NULL)`'],
];

const innocent: readonly string[] = [
  'const sql = `CREATE TABLE a (id varchar(36) NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB`',
  "const sql = 'CREATE TABLE a (user_id ' + id + ', role text, PRIMARY KEY (user_id, role))'",
  'await runner.query(`CREATE TABLE ${name} (${columns})${suffix}`)',
  'const sql = `SELECT id AS id FROM users WHERE id = ?${tx.forUpdate}`',
  "const sql = 'UPDATE certificates SET subject = ?, not_after_ms = ? WHERE id = ?'",
  "const label = 'Serial number of the certificate, without a trigger'",
  '// GET_LOCK is not to be had on every node, hence the row',
];

describe('SQL that a cluster forbids', () => {
  it.each(violations)('%s: %s', (rule, code) => {
    const found = findForbiddenSql('seeded.ts', `export function f() {\n${code};\n}`);
    expect(found.map((finding) => finding.rule)).toEqual([rule]);
  });

  it.each(innocent)('leaves alone: %s', (code) => {
    expect(findForbiddenSql('seeded.ts', code)).toEqual([]);
  });

  it('every rule is broken once by this list', () => {
    const broken = new Set(violations.map(([rule]) => rule));
    expect(sqlRules.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });

  it('names file and line', () => {
    const found = findForbiddenSql('src/a.ts', "\n\nconst a = 'LOCK TABLES b READ';");
    expect(found).toEqual([
      { file: 'src/a.ts', line: 3, rule: 'table lock', sql: 'LOCK TABLES b READ' },
    ]);
  });

  it('is not in the source of the product', () => {
    const sources = sourcesBelow(checkout, ['migrations', 'src']);
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(([file, code]) => findForbiddenSql(file, code))).toEqual([]);
  });

  it.each(['mysql', 'better-sqlite3'])(
    'is in no statement that a migration sends to %s',
    async (type) => {
      const statements: string[] = [];
      const recorder = {
        dataSource: { options: { type } },
        query: (sql: string) => Promise.resolve(statements.push(sql)),
      };
      for (const Migration of migrations) {
        await new Migration().up(recorder as unknown as QueryRunner);
      }
      expect(statements.filter((sql) => sql.startsWith('CREATE TABLE')).length).toBeGreaterThan(10);
      expect(statements.filter((sql) => forbiddenIn(sql).length > 0)).toEqual([]);
    },
  );
});
