import type { VNode } from 'preact';

/** What to do next: a list where there is an order, a sentence where there is one thing. */
export function Steps({
  title,
  steps,
}: {
  readonly title: string;
  readonly steps: readonly string[];
}): VNode {
  return (
    <section class="section">
      <h2>{title}</h2>
      {steps.length === 1 ? (
        <p class="lead">{steps[0]}</p>
      ) : (
        <ol class="steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
