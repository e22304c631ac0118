import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { withCallSite } from './database-error.js';
import { askMysql, mysqlPoolOf } from './mysql-statement.js';
import { dialectOf, type Dialect, type Queryable, type SqlValue } from './transactions.js';

/** Reads outside a transaction. Whatever writes takes a Transaction. */
@Injectable()
export class Database implements Queryable {
  readonly dialect: Dialect;

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
  }

  async query<Row extends object>(
    sql: string,
    parameters: readonly SqlValue[] = [],
  ): Promise<Row[]> {
    try {
      if (this.dialect === 'sqlite') return await this.dataSource.query(sql, [...parameters]);
      const pool = mysqlPoolOf(this.dataSource);
      return (await askMysql(this.dataSource, pool, sql, parameters)).rows as Row[];
    } catch (error) {
      throw withCallSite(error);
    }
  }
}
