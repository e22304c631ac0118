import { Module } from '@nestjs/common';
import { HostResolver } from './host-resolver.js';
import { OutboundClient } from './outbound.client.js';

@Module({ providers: [HostResolver, OutboundClient], exports: [OutboundClient] })
export class OutboundModule {}
