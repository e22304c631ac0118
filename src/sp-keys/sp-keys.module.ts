import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { SecretsModule } from '../secrets/index.js';
import { SpKeyEntity } from './sp-key.entity.js';
import { SpKeyMaker } from './sp-key-maker.js';
import { SpKeys } from './sp-keys.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([SpKeyEntity]), AuditModule, SecretsModule],
  providers: [SpKeyMaker, SpKeys],
  exports: [SpKeyMaker, SpKeys],
})
export class SpKeysModule {}
