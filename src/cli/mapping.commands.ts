import type { Command } from 'commander';
import { UserError } from '../errors/index.js';
import {
  MappingRulesService,
  type NewMappingRule,
  type StoredMappingRule,
} from '../users/index.js';
import { type Answer, isoTime, table } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';

interface AddOptions {
  readonly group?: string;
  readonly appRole?: string;
  readonly attribute?: string; // name=value
  readonly role: string;
  readonly label?: string;
}

export function mappingCommands(program: Command, desk: Desk): void {
  const commands = group(program, 'mapping', 'groups of the IdP to roles of Imagen');
  leaf(commands, 'add <subdomain>', 'give a role to whoever has a group')
    .option('--group <value>', 'a group’s object id, or its name as it is sent')
    .option('--app-role <value>', 'an application role’s value')
    .option('--attribute <name=value>', 'any other attribute; the last = parts name and value')
    .requiredOption('--role <role>', 'administrator, editor, contributor or viewer')
    .option('--label <text>', 'what people call the group')
    .action(desk.serve(add));
  leaf(commands, 'list <subdomain>', 'all mappings of a customer').action(desk.serve(list));
  leaf(commands, 'remove <subdomain> <id>', 'take a mapping away').action(desk.serve(remove));
}

async function add(call: Call, subdomain: string, options: AddOptions): Promise<Answer> {
  const wanted = ruleOf(options);
  const { id } = await call.tenant(subdomain);
  const rule = await call.transaction((tx) =>
    call.services.get(MappingRulesService).add(tx, id, wanted, call.by),
  );
  return {
    json: ruleJson(rule),
    lines: linesOf([rule]),
    notes: ['It takes effect for each person at the next sign-in.'],
  };
}

async function list(call: Call, subdomain: string): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const rules = await call.services.get(MappingRulesService).list(call.database, id);
  return { json: rules.map(ruleJson), lines: linesOf(rules) };
}

async function remove(call: Call, subdomain: string, ruleId: string): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  await call.transaction((tx) =>
    call.services.get(MappingRulesService).remove(tx, id, ruleId, call.by),
  );
  return { json: { removed: ruleId }, lines: [`Removed ${ruleId}.`] };
}

function ruleOf({ group, appRole, attribute, role, label }: AddOptions): NewMappingRule {
  const sources: NewMappingRule[] = [];
  const rest = { role, label: label ?? null };
  if (group !== undefined) sources.push({ source: 'group', value: group, ...rest });
  if (appRole !== undefined) sources.push({ source: 'app_role', value: appRole, ...rest });
  if (attribute !== undefined) {
    const at = attribute.lastIndexOf('='); // names are URIs and may hold one; values rarely do
    const [attributeName, value] = [attribute.slice(0, Math.max(at, 0)), attribute.slice(at + 1)];
    sources.push({ source: 'attribute', attributeName, value, ...rest });
  }
  const [rule] = sources;
  if (rule && sources.length === 1) return rule;
  throw new UserError(
    'mapping_malformed',
    'Name exactly one of --group, --app-role and --attribute.',
  );
}

function linesOf(rules: readonly StoredMappingRule[]): string[] {
  return table(
    ['role', 'source', 'value', 'label', 'id'],
    rules.map((rule) => [
      rule.role,
      rule.attributeName ?? rule.source,
      rule.value,
      rule.label ?? '',
      rule.id,
    ]),
    'No mappings yet.',
  );
}

function ruleJson({ createdAtMs, ...rule }: StoredMappingRule): object {
  return { ...rule, createdAt: isoTime(createdAtMs) };
}
