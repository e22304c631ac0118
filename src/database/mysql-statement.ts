import type { DataSource } from 'typeorm';

/** A connection of mysql2, or its pool, which lends one for the statement. */
export interface MysqlConnection {
  query(
    sql: string,
    parameters: readonly unknown[],
    done: (error: Error | null, result: object[] | { readonly affectedRows: number }) => void,
  ): void;
}

/** What a statement gave: rows, or how many it changed. */
export interface Answer {
  readonly rows: object[];
  readonly affected: number;
}

/**
 * One statement, straight to the driver: TypeORM's runner broadcasts, wraps and copies around each, which costs half as much
 * again as the statement. Its logger hears of it all the same.
 */
export function askMysql(
  dataSource: DataSource,
  connection: MysqlConnection,
  sql: string,
  parameters: readonly unknown[],
): Promise<Answer> {
  dataSource.logger.logQuery(sql, [...parameters]);
  return new Promise((resolve, reject) => {
    connection.query(sql, parameters, (error, result) => {
      if (error) reject(error);
      else if (Array.isArray(result)) resolve({ rows: result, affected: 0 });
      else resolve({ rows: [], affected: result.affectedRows });
    });
  });
}

/** The pool behind TypeORM's driver. */
export function mysqlPoolOf(dataSource: DataSource): MysqlConnection {
  return (dataSource.driver as unknown as { readonly pool: MysqlConnection }).pool;
}
