import { Readable, Writable } from 'node:stream';
import { runCli } from '../../src/cli/index.js';
import type { DatabaseKind } from '../support/databases.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What it printed, as JSON. */
  json(): unknown;
}

/** The command line on a database of its own, in this very process. */
export class CliWorld {
  private constructor(
    readonly databaseUrl: string,
    readonly drop: () => Promise<void>,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open(
    kind: DatabaseKind,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<CliWorld> {
    const home = await kind.create();
    const world = new CliWorld(home.url, () => home.drop(), settings);
    await world.must('migrate');
    return world;
  }

  /** @param args the words of the command line; a word with blanks is one element */
  run(args: readonly string[], stdin: string | Buffer = ''): Promise<Ran> {
    return runWith(
      {
        NODE_ENV: 'test',
        DATABASE_URL: this.databaseUrl,
        PUBLIC_URL: 'https://{tenant}.imagencloud.com',
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        ...this.settings,
      },
      args,
      stdin,
    );
  }

  /** Like run, with the words in one text; what fails is the test's failure. */
  async must(line: string, stdin: string | Buffer = ''): Promise<Ran> {
    const ran = await this.run(line.split(' '), stdin);
    if (ran.code !== 0) throw new Error(`${line}: exit code ${ran.code}: ${ran.err}`);
    return ran;
  }
}

export async function runWith(
  settings: Readonly<Record<string, string>>,
  args: readonly string[],
  stdin: string | Buffer = '',
): Promise<Ran> {
  const [stdout, stderr] = [new Printed(), new Printed()];
  const io = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    userName: 'ann',
    settings,
  };
  const code = await runCli(args, io);
  return {
    code,
    out: stdout.text,
    err: stderr.text,
    json: () => JSON.parse(stdout.text) as unknown,
  };
}

class Printed extends Writable {
  text = '';

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
