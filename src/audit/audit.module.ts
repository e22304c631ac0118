import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEvent } from './audit-event.entity.js';
import { AuditExport } from './audit.export.js';
import { AuditReader } from './audit.reader.js';
import { AuditRetention } from './audit.retention.js';
import { AuditService } from './audit.service.js';
import { ChangeFeed } from './change-feed.js';
import { FloodRecorder } from './flood-recorder.js';

@Module({
  imports: [TypeOrmModule.forFeature([AuditEvent])],
  providers: [AuditExport, AuditReader, AuditRetention, AuditService, ChangeFeed, FloodRecorder],
  exports: [AuditExport, AuditReader, AuditRetention, AuditService, ChangeFeed, FloodRecorder],
})
export class AuditModule {}
