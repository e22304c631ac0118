import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.js';

const CONFIGURATION = join(import.meta.dirname, '../../deploy/haproxy/haproxy.cfg');

/** Which server answered, told to the tests alone. */
export const SERVED_BY = 'x-served-by';

/** HAProxy as deploy/ configures it, on 127.0.0.1, without TLS, before two instances. */
export class LoadBalancer {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** @param ports of the instances `one` and `two`, which both have to be up */
  static async start(port: number, ports: readonly [number, number]): Promise<LoadBalancer> {
    const folder = mkdtempSync(join(tmpdir(), 'imagen-haproxy-'));
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, configurationFor(port, ports, join(folder, 'socket')));
    const child = spawn(process.env.HAPROXY ?? '/usr/sbin/haproxy', ['-db', '-f', file], {
      stdio: 'ignore', // it tells of every server that goes and comes
    });
    const balancer = new LoadBalancer(port, folder, child);
    await Promise.all([balancer.untilUp('one'), balancer.untilUp('two')]);
    return balancer;
  }

  /** What an operator waits for before the next instance is replaced. */
  async untilUp(server: 'one' | 'two'): Promise<void> {
    const line = new RegExp(`^imagen_sso,${server},.*,UP,`, 'm');
    await until(`${server} is up`, async () => {
      const statistics = await this.ask('show stat').catch(() => '');
      return line.test(statistics) || null;
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true });
  }

  private async ask(command: string): Promise<string> {
    const socket = connect(join(this.folder, 'socket'));
    await once(socket, 'connect');
    socket.write(`${command}\n`);
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await once(socket, 'close');
    return text;
  }
}

function configurationFor(port: number, [one, two]: readonly [number, number], socket: string) {
  const changes = [
    [/^global$/m, `global\n    stats socket ${socket} level admin`],
    [/bind :443 .*/, `bind 127.0.0.1:${port.toString()}`],
    [/server one .*/, `server one 127.0.0.1:${one.toString()}`],
    [/server two .*/, `server two 127.0.0.1:${two.toString()}`],
    [/^backend imagen_sso$/m, `backend imagen_sso\n    http-response set-header ${SERVED_BY} %s`],
  ] as const;
  return changes.reduce(
    (text, [place, put]) => {
      if (!place.test(text)) throw new Error(`haproxy.cfg no longer says ${place.source}`);
      return text.replace(place, put);
    },
    readFileSync(CONFIGURATION, 'utf8'),
  );
}
