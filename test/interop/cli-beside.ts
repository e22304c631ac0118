import { runWith } from '../cli/cli-world.js';
import type { Product } from '../support/product.js';

/** The command line beside a running product, as an operator uses it. @returns what it prints as JSON */
export async function cliBeside(
  product: Product,
  settings: Readonly<Record<string, string>>,
  line: string,
  stdin = '',
): Promise<unknown> {
  const all = {
    NODE_ENV: 'test',
    DATABASE_URL: product.databaseUrl,
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...settings,
  };
  const ran = await runWith(all, [...line.split(' '), '--json'], stdin);
  if (ran.code !== 0) throw new Error(`${line}: exit code ${ran.code.toString()}: ${ran.err}`);
  return ran.json();
}
