import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { withCallSite } from './database-error.js';
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
      return await this.dataSource.query(sql, [...parameters]);
    } catch (error) {
      throw withCallSite(error);
    }
  }
}
