import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { AppConfig } from './app-config.js';

/**
 * Loads `.env`, over it `.env.<NODE_ENV>`, over both the process's environment; in production only the last.
 * `fixed` replaces all of them: tests and tools that bring their own settings.
 */
@Module({})
export class ConfigurationModule {
  static forRoot(fixed?: Readonly<Record<string, string>>): DynamicModule {
    const environment = process.env.NODE_ENV ?? 'development';
    return {
      module: ConfigurationModule,
      global: true,
      imports: [
        ConfigModule.forRoot({
          envFilePath: [`.env.${environment}`, '.env'], // the first one wins
          ignoreEnvFile: environment === 'production' || fixed !== undefined,
          validate: (values: Record<string, unknown>) => ({ app: AppConfig.read(fixed ?? values) }),
        }),
      ],
      providers: [
        {
          provide: AppConfig,
          inject: [ConfigService],
          useFactory: (config: ConfigService) => config.getOrThrow<AppConfig>('app'),
        },
      ],
      exports: [AppConfig],
    };
  }
}
