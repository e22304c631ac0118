import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';
import type { RuleSource } from './domain/resolve-roles.js';

@Entity({ name: 'mapping_rules' })
@Index('mapping_rules_rule_uq', ['tenantId', 'ruleHash'], { unique: true })
export class MappingRuleEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  @Column(textColumn('source', 20))
  source: RuleSource;

  @Column(textColumn('attribute_name', 512, { nullable: true }))
  attributeName: string | null;

  @Column({ name: 'value', type: 'text' })
  value: string;

  @Column(textColumn('role', 40))
  role: string;

  @Column(textColumn('label', 200, { nullable: true }))
  label: string | null;

  @Column(textColumn('rule_hash', 64))
  ruleHash: string;

  @Column(timeColumn('created_at_ms'))
  createdAtMs: number;
}
