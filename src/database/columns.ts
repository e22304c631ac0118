import type { ColumnOptions } from 'typeorm';
type PrimaryColumnOptions = ColumnOptions & { nullable?: false };

/** Entity columns as the migrations write them. Times are epoch milliseconds, UTC. */
export function timeColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return {
    name,
    type: 'bigint',
    transformer: { from: toNumber, to: (value: unknown) => value },
    ...options,
  };
}

/** MySQL's driver hands bigint out as a string. */
function toNumber(value: unknown): unknown {
  return value === null || value === undefined ? value : Number(value);
}

/** Without options it may be a primary key. */
export function idColumn(name: string): PrimaryColumnOptions;
export function idColumn(name: string, options: ColumnOptions): ColumnOptions;
export function idColumn(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { name, type: 'varchar', length: 36, ...options };
}

export function textColumn(name: string, length: number): PrimaryColumnOptions;
export function textColumn(name: string, length: number, options: ColumnOptions): ColumnOptions;
export function textColumn(
  name: string,
  length: number,
  options: ColumnOptions = {},
): ColumnOptions {
  return { name, type: 'varchar', length, ...options };
}

/** 0 or 1: what raw rows hold on both databases. */
export function flagColumn(name: string): ColumnOptions {
  return {
    name,
    type: 'int',
    transformer: { from: (value: unknown) => value === 1, to: (value: unknown) => (value ? 1 : 0) },
  };
}
