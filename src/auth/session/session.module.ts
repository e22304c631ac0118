import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeysModule } from '../../api-keys/index.js';
import { SecretsModule } from '../../secrets/index.js';
import { FormTokens } from './form-token.js';
import { SessionEntity } from './session.entity.js';
import { SessionsService } from './sessions.service.js';
import { SubjectSessions } from './subject-sessions.js';

@Module({
  imports: [TypeOrmModule.forFeature([SessionEntity]), ApiKeysModule, SecretsModule],
  providers: [SessionsService, SubjectSessions, FormTokens],
  exports: [SessionsService, SubjectSessions, FormTokens, ApiKeysModule],
})
export class SessionModule {}
