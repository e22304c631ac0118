import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/**
 * Lets go of connections when the process is told to stop. Node's own `server.close` waits without end for one that never
 * said anything, and up to the keep-alive time for one that has its answer: a rolling restart would wait with it.
 */
@Injectable()
export class ConnectionDrain implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Orchestrators kill 30 seconds after the signal, and the log and the database are closed after this. */
  deadlineMs = 15_000;
  /** Every open connection, with how many requests are being answered on it. */
  private readonly connections = new Map<Socket, number>();
  private isLeaving = false;
  private isStopping = false;

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    server.on('connection', (socket: Socket) => {
      this.connections.set(socket, 0);
      socket.once('close', () => this.connections.delete(socket));
    });
    server.prependListener('request', (req, res) => {
      this.watch(req, res);
    });
  }

  /**
   * Every answer from now on is the last of its connection. Proxies keep connections open for the next request: one that is
   * sent just as we hang up would be lost, and a POST is not sent again.
   */
  leave(): void {
    this.isLeaving = true;
  }

  beforeApplicationShutdown(): void {
    this.leave();
    this.isStopping = true;
    for (const [socket, requests] of this.connections) if (requests === 0) socket.destroy();
    setTimeout(() => {
      for (const socket of this.connections.keys()) socket.destroy();
    }, this.deadlineMs).unref();
  }

  private watch({ socket }: IncomingMessage, res: ServerResponse): void {
    if (this.isLeaving) res.setHeader('Connection', 'close');
    this.count(socket, 1);
    res.once('close', () => {
      this.count(socket, -1);
      if (this.isStopping && this.connections.get(socket) === 0) socket.destroySoon();
    });
  }

  private count(socket: Socket, change: 1 | -1): void {
    const requests = this.connections.get(socket);
    if (requests !== undefined) this.connections.set(socket, requests + change);
  }
}
