import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { ActiveConnections } from './active-connections.js';
import { ConnectionCertificateEntity } from './connection-certificate.entity.js';
import { ConnectionCertificates } from './connection-certificates.js';
import { ConnectionEntity } from './connection.entity.js';
import { ConnectionsActivate } from './connections.activate.js';
import { ConnectionsImport } from './connections.import.js';
import { ConnectionsService } from './connections.service.js';
import { ConnectionsUpdate } from './connections.update.js';

@Module({
  imports: [TypeOrmModule.forFeature([ConnectionEntity, ConnectionCertificateEntity]), AuditModule],
  providers: [
    ActiveConnections,
    ConnectionCertificates,
    ConnectionsActivate,
    ConnectionsImport,
    ConnectionsService,
    ConnectionsUpdate,
  ],
  exports: [ActiveConnections, ConnectionsService],
})
export class ConnectionsModule {}
