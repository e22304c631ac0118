import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Fault, FaultPlan } from './faulty-database.js';

const COM_QUERY = 3;
const HEADER_BYTES = 4; // three of length, little-endian, and a sequence number that commands begin at 0

const ERRORS = { deadlock: [1213, '40001'], lock_wait: [1205, 'HY000'] } as const;

/** Stands between product and server, understands as much of the protocol as where a query begins, and cuts lines. */
export class MysqlProxy {
  readonly #lines = new Set<Line>();

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async open(databaseUrl: string, plan: FaultPlan): Promise<MysqlProxy> {
    const target = new URL(databaseUrl);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const own = new URL(databaseUrl);
    own.hostname = '127.0.0.1';
    own.port = (server.address() as AddressInfo).port.toString();
    const proxy = new MysqlProxy(own.href, server);
    server.on('connection', (client: Socket) => {
      if (plan.isAway) client.destroy();
      else proxy.#lines.add(new Line(client, target, plan));
    });
    return proxy;
  }

  async close(): Promise<void> {
    for (const line of this.#lines) line.cut();
    this.server.close();
    await once(this.server, 'close');
  }
}

class Line {
  readonly #server: Socket;
  #pending = Buffer.alloc(0);
  #isAnswerLost = false;

  constructor(
    private readonly client: Socket,
    target: URL,
    private readonly plan: FaultPlan,
  ) {
    this.#server = connect(Number(target.port === '' ? 3306 : target.port), target.hostname);
    for (const socket of [this.#server, client]) {
      socket.setNoDelay();
      socket.on('error', () => this.cut()).on('close', () => this.cut());
    }
    this.#server.on('data', (bytes: Buffer) => {
      if (this.#isAnswerLost || plan.isAway)
        this.cut(); // it came, so the statement is done
      else client.write(bytes);
    });
    client.on('data', (bytes: Buffer) => {
      this.#pending = Buffer.concat([this.#pending, bytes]);
      this.forwardWholePackets();
    });
  }

  cut(): void {
    this.client.destroy();
    this.#server.destroy();
  }

  private forwardWholePackets(): void {
    while (this.#pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.#pending.readUIntLE(0, 3);
      if (this.#pending.length < end) return;
      const packet = this.#pending.subarray(0, end);
      this.#pending = this.#pending.subarray(end);
      this.forward(packet);
    }
  }

  private forward(packet: Buffer): void {
    if (this.plan.isAway) {
      this.cut();
      return;
    }
    const fault = isQuery(packet) ? this.plan.next(textOf(packet)) : null;
    if (fault === 'deadlock' || fault === 'lock_wait') {
      this.client.write(errorPacket(fault)); // nothing was undone at the server: the product has to
    } else if (fault === 'not_done') {
      this.cut();
    } else {
      this.#isAnswerLost = fault === 'done';
      this.#server.write(packet);
    }
  }
}

function isQuery(packet: Buffer): boolean {
  return packet[3] === 0 && packet[HEADER_BYTES] === COM_QUERY;
}

/** MySQL 8 puts two bytes of query attributes before the text, MariaDB nothing. */
function textOf(packet: Buffer): string {
  const text = packet.subarray(HEADER_BYTES + 1).toString();
  return text.startsWith('\0\u0001') ? text.slice(2) : text;
}

function errorPacket(fault: Extract<Fault, keyof typeof ERRORS>): Buffer {
  const [errno, state] = ERRORS[fault];
  const body = Buffer.from(`\u00ff\0\0#${state}injected`, 'latin1');
  body.writeUInt16LE(errno, 1);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUIntLE(body.length, 0, 3);
  header[3] = 1; // the first packet of the answer
  return Buffer.concat([header, body]);
}
