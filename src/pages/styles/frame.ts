import { css } from './css.js';

/** Pages that say one thing: the frame around it, and the reference number to ask with. */
export const frame = css`
  /* A viewfinder: the corner marks of a frame that is about to be shot. For pages that say one thing. */
  .frame {
    --mark: var(--accent);
    --arm: 1.6rem;
    --stroke: 3px;
    display: grid;
    gap: 1.5rem;
    max-width: 44rem;
    margin-inline: auto;
    padding: clamp(1.5rem, 5vw, 3rem);
    background:
      linear-gradient(var(--mark) 0 0) 0 0 / var(--arm) var(--stroke),
      linear-gradient(var(--mark) 0 0) 0 0 / var(--stroke) var(--arm),
      linear-gradient(var(--mark) 0 0) 100% 0 / var(--arm) var(--stroke),
      linear-gradient(var(--mark) 0 0) 100% 0 / var(--stroke) var(--arm),
      linear-gradient(var(--mark) 0 0) 0 100% / var(--arm) var(--stroke),
      linear-gradient(var(--mark) 0 0) 0 100% / var(--stroke) var(--arm),
      linear-gradient(var(--mark) 0 0) 100% 100% / var(--arm) var(--stroke),
      linear-gradient(var(--mark) 0 0) 100% 100% / var(--stroke) var(--arm),
      var(--surface);
    background-repeat: no-repeat;
  }

  .frame-good {
    --mark: var(--good);
  }

  .frame-bad {
    --mark: var(--bad);
  }

  .frame-warn {
    --mark: var(--warn);
  }

  .frame-head {
    display: grid;
    gap: 0.75rem;
    justify-items: start;
  }

  .lead {
    max-width: 60ch;
    font-size: 1.0625rem;
  }

  .section {
    display: grid;
    gap: 0.5rem;
  }

  .steps {
    display: grid;
    gap: 0.4rem;
    padding-inline-start: 1.35rem;
    max-width: 60ch;
  }

  .steps li::marker {
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }

  /* The label on an archive box: what you read over the phone. */
  .reference {
    display: grid;
    gap: 0.15rem;
    padding: 1rem 1.25rem;
    background: var(--sunken);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius);
  }

  .reference-label {
    font-size: 0.875rem;
    font-weight: 600;
  }

  .reference-number {
    font-family: var(--mono);
    font-size: clamp(1.5rem, 1rem + 4.2vw, 2.25rem);
    font-weight: 600;
    line-height: 1.3;
    letter-spacing: 0.06em;
    overflow-wrap: normal;
    user-select: all;
  }

  .reference-more {
    font-size: 0.875rem;
    color: var(--ink-soft);
  }
`;
