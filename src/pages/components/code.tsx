import type { VNode } from 'preact';

/** One value to carry somewhere else: a click selects the whole of it, without a script. */
export function Copyable({ value }: { readonly value: string }): VNode {
  return (
    <code class="copyable" translate={false}>
      {value}
    </code>
  );
}

/** Several lines; long ones scroll inside, where the keyboard reaches them. */
export function CodeBlock({
  label,
  text,
}: {
  readonly label: string;
  readonly text: string;
}): VNode {
  return (
    <pre class="code-block" role="group" tabIndex={0} aria-label={label} translate={false}>
      <code>{text}</code>
    </pre>
  );
}
