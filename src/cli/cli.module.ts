import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/index.js';
import { AuditModule } from '../audit/index.js';
import { AppConfig, ConfigurationModule } from '../config/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { DatabaseModule } from '../database/index.js';
import { OutboundModule } from '../outbound/index.js';
import { SecretsModule } from '../secrets/index.js';
import { SpKeysModule } from '../sp-keys/index.js';
import { Log } from '../telemetry/index.js';
import { TenantsModule } from '../tenants/index.js';
import { UsersModule } from '../users/index.js';

type Settings = Readonly<Record<string, string>>;

/** Logs belong to the server: here they would stand in the middle of an answer that a program reads. */
@Global()
@Module({
  providers: [
    {
      provide: Log,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        new Log(Object.create(config, { logLevel: { value: 'silent' } }) as AppConfig),
    },
  ],
  exports: [Log],
})
class SilentTelemetryModule {}

/** The services that the web uses, without the web. */
@Module({})
export class CliModule {
  static forRoot(settings?: Settings): DynamicModule {
    return {
      module: CliModule,
      imports: [
        ConfigurationModule.forRoot(settings),
        SilentTelemetryModule,
        DatabaseModule,
        SecretsModule,
        OutboundModule,
        AuditModule,
        TenantsModule,
        ConnectionsModule,
        UsersModule,
        ApiKeysModule,
        SpKeysModule,
      ],
    };
  }
}

/** The configuration alone: what doctor looks at where there is no database to open. */
@Module({})
export class ConfigurationOnlyModule {
  static forRoot(settings?: Settings): DynamicModule {
    return { module: ConfigurationOnlyModule, imports: [ConfigurationModule.forRoot(settings)] };
  }
}
