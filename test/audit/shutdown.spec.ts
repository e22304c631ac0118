import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { AuditModule, FloodRecorder } from '../../src/audit/index.js';
import { ConfigurationModule } from '../../src/config/index.js';
import { Clock, Database, DatabaseModule, Migrator } from '../../src/database/index.js';
import { TelemetryModule } from '../../src/telemetry/index.js';
import { databases } from '../support/databases.js';
import { anEvent, TestClock } from './audit-world.js';

describe.each(databases)('stopping in the middle of a flood on $kind', ({ create }) => {
  const open = async (url: string) => {
    const settings = { NODE_ENV: 'test', DATABASE_URL: url, LOG_LEVEL: 'silent' };
    const imports = [
      ConfigurationModule.forRoot(settings),
      TelemetryModule,
      DatabaseModule,
      AuditModule,
    ];
    const builder = Test.createTestingModule({ imports });
    const module = await builder.overrideProvider(Clock).useValue(new TestClock()).compile();
    await module.get(Migrator).run();
    return module.init();
  };

  it.each(['while requests still arrive', 'when the last request is done'])(
    'keeps the counts of the minute: %s',
    async (moment) => {
      const home = await create();
      const first = await open(home.url);
      const floods = first.get(FloodRecorder);
      for (let n = 0; n < 75; n += 1) await floods.record(anEvent());
      if (moment === 'when the last request is done')
        Object.assign(floods, { beforeApplicationShutdown: () => Promise.resolve() });
      await first.close();

      const second = await open(home.url);
      const rows = await second
        .get(Database)
        .query<{ details: string }>(
          "SELECT details FROM audit_events WHERE type = 'sign_in_summary'",
        );
      expect(rows.map(({ details }) => JSON.parse(details) as unknown)).toMatchObject([
        { count: 15 },
      ]);
      await second.close();
      await home.drop();
    },
  );
});
