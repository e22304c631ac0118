import { Module } from '@nestjs/common';
import { HostResolver } from './host-resolver.js';
import { OutboundClient } from './outbound.client.js';
import { OwnDeployment } from './own-deployment.client.js';

@Module({
  providers: [HostResolver, OutboundClient, OwnDeployment],
  exports: [OutboundClient, OwnDeployment],
})
export class OutboundModule {}
