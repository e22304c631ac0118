import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Served {
  readonly status?: number;
  readonly body?: Buffer | string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** 304 to whoever names this etag, as real servers do. */
  readonly isConditional?: boolean;
  readonly location?: string;
  /** In place of all that: whatever a server may do. */
  readonly answer?: (res: ServerResponse) => void;
}

/** An identity provider's metadata address on loopback, which serves what the test says and remembers who asked. */
export class MetadataServer {
  served: Served = {};
  readonly asked: IncomingHttpHeaders[] = [];
  private readonly server = createServer((req, res) => {
    this.asked.push(req.headers);
    const { answer, status = 200, body = '', etag, lastModified, location } = this.served;
    if (answer) {
      answer(res);
      return;
    }
    const isKnown = this.served.isConditional && req.headers['if-none-match'] === etag;
    res.writeHead(isKnown ? 304 : status, {
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
      ...(location === undefined ? {} : { location }),
    });
    res.end(isKnown ? undefined : body);
  });

  static async start(): Promise<MetadataServer> {
    const made = new MetadataServer();
    made.server.listen(0, '127.0.0.1');
    await once(made.server, 'listening');
    return made;
  }

  /** For OUTBOUND_ALLOW. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}/federationmetadata.xml`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
