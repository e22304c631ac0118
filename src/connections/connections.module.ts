import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/index.js';
import { OutboundModule } from '../outbound/index.js';
import { ActiveConnections } from './active-connections.js';
import { ConnectionCertificateEntity } from './connection-certificate.entity.js';
import { ConnectionCertificates } from './connection-certificates.js';
import { ConnectionMetadataEntity } from './connection-metadata.entity.js';
import { ConnectionEntity } from './connection.entity.js';
import { ConnectionsActivate } from './connections.activate.js';
import { ConnectionsImport } from './connections.import.js';
import { ConnectionsService } from './connections.service.js';
import { ConnectionsUpdate } from './connections.update.js';
import { ExpiryWarnings } from './expiry-warnings.js';
import { MetadataRefresh } from './metadata-refresh.js';
import { MetadataSettle } from './metadata-settle.js';
import { MetadataTrust } from './metadata-trust.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ConnectionEntity,
      ConnectionCertificateEntity,
      ConnectionMetadataEntity,
    ]),
    AuditModule,
    OutboundModule,
  ],
  providers: [
    ActiveConnections,
    ConnectionCertificates,
    ConnectionsActivate,
    ConnectionsImport,
    ConnectionsService,
    ConnectionsUpdate,
    ExpiryWarnings,
    MetadataRefresh,
    MetadataSettle,
    MetadataTrust,
  ],
  exports: [ActiveConnections, ConnectionsService, ExpiryWarnings, MetadataRefresh, MetadataTrust],
})
export class ConnectionsModule {}
