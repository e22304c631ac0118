import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { Clock, type Queryable, type Transaction, uuidv7 } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { checkedRole } from './checked-role.js';
import {
  canonicalRule,
  RULE_SOURCES,
  ruleHash,
  ruleProblem,
  type RuleProblem,
} from './domain/mapping-rule.js';
import type { MappingRule } from './domain/resolve-roles.js';

/** A rule of a tenant: whoever has the value gets the role. */
export interface StoredMappingRule extends MappingRule {
  readonly id: string;
  /** For people: what the group behind an object id is called. */
  readonly label: string | null;
  readonly createdAtMs: number;
}

export interface NewMappingRule {
  readonly source: string; // 'group', 'app_role' or 'attribute'
  readonly attributeName?: string | null; // for 'attribute' only
  readonly value: string;
  readonly role: string;
  readonly label?: string | null;
}

const SELECT = `SELECT id, source, attribute_name AS attributeName, value, role, label, created_at_ms AS createdAtMs
  FROM mapping_rules WHERE tenant_id = ?`;

const MAX_RULES = 1000; // every sign-in reads all of them
const MAX_LABEL_LENGTH = 200;

/** Group, app role or attribute value -> role. A changed rule takes effect for each person at the next sign-in. */
@Injectable()
export class MappingRulesService {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** In the order in which they were made. */
  async list(q: Queryable, tenantId: string): Promise<StoredMappingRule[]> {
    return q.query<StoredMappingRule>(`${SELECT} ORDER BY id`, [tenantId]);
  }

  /** @throws UserError where the rule is malformed, exists already or is one too many */
  async add(
    tx: Transaction,
    tenantId: string,
    wanted: NewMappingRule,
    by: Attribution,
  ): Promise<StoredMappingRule> {
    const rule = checkedRule(wanted);
    const label = checkedLabel(wanted.label ?? null);
    const nowMs = this.clock.nowMs();
    const stored = { ...rule, id: uuidv7(nowMs), label, createdAtMs: nowMs };
    await refuseTooMany(tx, tenantId);
    const isNew = await tx.insertUnlessDuplicate(
      `INSERT INTO mapping_rules (id, tenant_id, source, attribute_name, value, role, label, rule_hash, created_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        stored.id,
        tenantId,
        rule.source,
        rule.attributeName,
        rule.value,
        rule.role,
        label,
        ruleHash(rule),
        nowMs,
      ],
    );
    if (!isNew)
      throw new UserError('mapping_exists', 'The tenant has this very mapping already.', 409);
    await this.record(tx, tenantId, 'mapping.added', stored, by);
    return stored;
  }

  /** @throws UserError where the tenant has no such rule */
  async remove(tx: Transaction, tenantId: string, id: string, by: Attribution): Promise<void> {
    const [rule] = await tx.query<StoredMappingRule>(`${SELECT} AND id = ?${tx.forUpdate}`, [
      tenantId,
      id,
    ]);
    if (!rule)
      throw new UserError(
        'mapping_unknown',
        'The tenant has no mapping with this id: mapping list shows those there are.',
        404,
      );
    await tx.execute('DELETE FROM mapping_rules WHERE id = ?', [id]);
    await this.record(tx, tenantId, 'mapping.removed', rule, by);
  }

  private async record(
    tx: Transaction,
    tenantId: string,
    type: 'mapping.added' | 'mapping.removed',
    { id, source, attributeName, value, role, label }: StoredMappingRule,
    by: Attribution,
  ): Promise<void> {
    await this.audit.append(tx, {
      tenantId,
      type,
      outcome: 'done',
      ...by,
      target: { kind: 'mapping_rule', id, label: `${source} ${value} -> ${role}` },
      details: { source, ...(attributeName === null ? {} : { attributeName }), value, role, label },
    });
  }
}

function checkedRule(wanted: NewMappingRule): MappingRule {
  const rule = canonicalRule({
    source: wanted.source as MappingRule['source'], // ruleProblem refuses any other
    attributeName: wanted.attributeName ?? null,
    value: wanted.value,
    role: checkedRole(wanted.role),
  });
  const problem = ruleProblem(rule);
  if (problem) throw new UserError('mapping_malformed', SENTENCES[problem]);
  return rule;
}

const SENTENCES: Record<RuleProblem, string> = {
  source: `A mapping’s source is one of ${RULE_SOURCES.join(', ')}.`,
  attribute_missing:
    'A mapping from an attribute needs the attribute’s name, exactly as it is sent.',
  attribute_unwanted: 'Only a mapping from an attribute takes an attribute’s name: leave it out.',
  attribute: 'An attribute’s name is 1 to 512 characters on one line.',
  value:
    'A mapping’s value is 1 to 1024 characters on one line: the group’s object id, or what is sent as its name.',
};

function checkedLabel(label: string | null): string | null {
  const text = label?.trim() ?? '';
  if (text === '') return null;
  if (text.length <= MAX_LABEL_LENGTH && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return text;
  throw new UserError(
    'mapping_malformed',
    `A mapping’s label is at most ${MAX_LABEL_LENGTH} characters on one line.`,
  );
}

/** A bound on work, not a promise: two added at once may both be the last. */
async function refuseTooMany(tx: Transaction, tenantId: string): Promise<void> {
  const [row] = await tx.query<{ n: number }>(
    'SELECT count(*) AS n FROM mapping_rules WHERE tenant_id = ?',
    [tenantId],
  );
  if (Number(row?.n) < MAX_RULES) return;
  throw new UserError(
    'mapping_limit',
    `A tenant has at most ${MAX_RULES} mappings: remove some, or map a group that contains the others.`,
    409,
  );
}
