import type { VNode } from 'preact';

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value that was sent; the value stays in the field. */
  readonly problem?: string | undefined;
}

export interface TextFieldProps extends Common {
  readonly value: string;
  readonly type?: 'text' | 'search' | 'datetime-local';
}

export function TextField({
  name,
  label,
  hint,
  problem,
  value,
  type = 'text',
}: TextFieldProps): VNode {
  const notes = notesOf(name, hint, problem);
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      <input
        id={`field-${name}`}
        name={name}
        type={type}
        value={value}
        maxLength={256}
        autoComplete="off"
        spellcheck={false}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={notes.ids}
      />
      {notes.elements}
    </div>
  );
}

export interface SelectFieldProps extends Common {
  readonly value: string;
  /** Groups of `[value, words]`; a group without label stands by itself. */
  readonly groups: readonly OptionGroup[];
}

export interface OptionGroup {
  readonly label: string | null;
  readonly options: readonly (readonly [value: string, words: string])[];
}

export function SelectField({
  name,
  label,
  hint,
  problem,
  value,
  groups,
}: SelectFieldProps): VNode {
  const notes = notesOf(name, hint, problem);
  const options = (group: OptionGroup) =>
    group.options.map(([optionValue, words]) => (
      <option key={optionValue} value={optionValue} selected={optionValue === value}>
        {words}
      </option>
    ));
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      <select id={`field-${name}`} name={name} aria-describedby={notes.ids}>
        {groups.map((group) =>
          group.label === null ? (
            options(group)
          ) : (
            <optgroup key={group.label} label={group.label}>
              {options(group)}
            </optgroup>
          ),
        )}
      </select>
      {notes.elements}
    </div>
  );
}

function notesOf(name: string, hint?: string, problem?: string) {
  const ids = [hint && `hint-${name}`, problem && `problem-${name}`].filter(Boolean).join(' ');
  return {
    ids: ids === '' ? undefined : ids,
    elements: (
      <>
        {hint && (
          <span class="field-hint" id={`hint-${name}`}>
            {hint}
          </span>
        )}
        {problem && (
          <span class="field-problem" id={`problem-${name}`}>
            {problem}
          </span>
        )}
      </>
    ),
  };
}
