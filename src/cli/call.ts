import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Command } from 'commander';
import type { Attribution } from '../audit/index.js';
import { Database, Migrator, type Transaction, Transactions } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { type Tenant, TenantsService } from '../tenants/index.js';
import type { Answer } from './answer.js';
import { CliModule } from './cli.module.js';
import type { CliIo } from './io.js';

/** One call of one command, with the services open. */
export class Call {
  /** Who the audit log names. */
  readonly by: Attribution;

  constructor(
    readonly services: INestApplicationContext,
    readonly io: CliIo,
  ) {
    this.by = {
      actor: { kind: 'cli', label: io.userName },
      origin: { ip: '', userAgent: '', requestId: randomUUID() },
    };
  }

  get database(): Database {
    return this.services.get(Database);
  }

  /** @throws UserError where there is no such tenant */
  tenant(subdomain: string): Promise<Tenant> {
    return this.services.get(TenantsService).getBySubdomain(this.database, subdomain);
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.services.get(Transactions).run(work);
  }
}

/** Commands give their answer here; the run prints it when all is closed. */
export class Desk {
  answer: Answer | null = null;

  constructor(readonly io: CliIo) {}

  /** The action of a command that needs the services: opens them, checks the schema, closes them whatever happens. */
  serve<Args extends unknown[]>(
    work: (call: Call, ...args: Args) => Promise<Answer>,
  ): (...args: [...Args, Command]) => Promise<void> {
    return async (...args) => {
      const own = args.slice(0, -1) as unknown as Args; // commander adds the command itself
      this.answer = await withServices(this.io, async (call) => {
        await refuseOldSchema(call);
        return work(call, ...own);
      });
    };
  }

  /** The action of a command that opens what it needs itself. */
  serveAlone<Args extends unknown[]>(
    work: (...args: Args) => Promise<Answer>,
  ): (...args: [...Args, Command]) => Promise<void> {
    return async (...args) => {
      this.answer = await work(...(args.slice(0, -1) as unknown as Args));
    };
  }
}

export async function withServices<T>(io: CliIo, work: (call: Call) => Promise<T>): Promise<T> {
  const services = await NestFactory.createApplicationContext(CliModule.forRoot(io.settings), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(new Call(services, io));
  } finally {
    await services.close();
  }
}

async function refuseOldSchema(call: Call): Promise<void> {
  const { pending } = await call.services.get(Migrator).status();
  if (pending.length === 0) return;
  throw new UserError(
    'migration_pending',
    `The database is behind this version by ${pending.length} migration(s): run: imagen-sso migrate`,
  );
}

/** A command that only holds others. Help is an option everywhere, never a command. */
export function group(program: Command, name: string, summary: string): Command {
  return program.command(name).description(summary).helpCommand(false);
}

/** A command without commands below it. Every one can answer in JSON. */
export function leaf(parent: Command, usage: string, summary: string): Command {
  return parent.command(usage).description(summary).option('--json', 'print JSON');
}
