import type { VNode } from 'preact';
import { refusals, type RefusalStep } from '../../errors/index.js';
import type { AuditFilter } from '../audit-filter.js';
import { paths } from '../paths.js';
import { admin } from '../texts/admin.js';
import { Button, ButtonLink } from './button.js';
import { SelectField, TextField, type OptionGroup } from './field.js';

const texts = admin.audit;
const ANY: OptionGroup = { label: null, options: [['', texts.any]] };

const outcomes: readonly OptionGroup[] = [
  ANY,
  { label: null, options: Object.entries(admin.outcomes) },
];
const types: readonly OptionGroup[] = [
  ANY,
  { label: null, options: Object.entries(admin.eventTypes) },
];

/** Every reason of the catalogue, under the step that decides it. */
const reasons: readonly OptionGroup[] = [
  ANY,
  ...(Object.keys(admin.steps) as RefusalStep[]).map((step) => ({
    label: admin.steps[step],
    options: Object.entries(refusals)
      .filter(([, entry]) => entry.step === step)
      .map(([code]) => [code, code] as const),
  })),
];

export interface AuditFilterFormProps {
  readonly filter: AuditFilter;
  readonly problems: Readonly<Partial<Record<keyof AuditFilter, string>>>;
}

/** A plain GET form: the address is the query, and can be kept or sent to a colleague. */
export function AuditFilterForm({ filter, problems }: AuditFilterFormProps): VNode {
  const isFiltered = Object.values(filter).some((value) => value !== '');
  const needsMore = [filter.type, filter.reason, filter.ip, filter.from, filter.to].some(
    (value) => value !== '',
  );
  return (
    <form class="filter" method="get" action={paths.audit} role="search" aria-label={texts.filter}>
      <div class="filter-main">
        <TextField
          name="person"
          type="search"
          label={texts.person}
          hint={texts.personHint}
          value={filter.person}
          problem={problems.person}
        />
        <SelectField
          name="outcome"
          label={texts.outcome}
          value={filter.outcome}
          groups={outcomes}
          problem={problems.outcome}
        />
        <div class="actions">
          <Button>{texts.apply}</Button>
          {isFiltered && (
            <ButtonLink href={paths.audit} look="quiet">
              {texts.clear}
            </ButtonLink>
          )}
        </div>
      </div>
      <details open={needsMore}>
        <summary>{texts.moreFilters}</summary>
        <MoreFields filter={filter} problems={problems} />
      </details>
    </form>
  );
}

function MoreFields({ filter, problems }: AuditFilterFormProps): VNode {
  const field = (name: 'from' | 'to' | 'ip') => ({
    name,
    label: texts[name],
    value: filter[name],
    problem: problems[name],
  });
  return (
    <div class="filter-fields">
      <TextField {...field('from')} type="datetime-local" />
      <TextField {...field('to')} type="datetime-local" />
      <SelectField
        name="type"
        label={texts.type}
        value={filter.type}
        groups={types}
        problem={problems.type}
      />
      <SelectField
        name="reason"
        label={texts.reason}
        value={filter.reason}
        groups={reasons}
        problem={problems.reason}
      />
      <TextField {...field('ip')} />
    </div>
  );
}
