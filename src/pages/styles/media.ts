import { css } from './css.js';

/** Paper, high contrast, reduced motion, narrow screens. Last, so that it wins. */
export const media = css`
  @media (max-width: 30rem) {
    .key-values {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }

    .key-values dd + dt {
      margin-top: 0.75rem;
    }

    .frame .actions > .button,
    .frame .actions > form,
    .frame .actions > form > .button {
      width: 100%;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }

  @media (forced-colors: active) {
    .frame,
    .tag,
    .notice,
    .button {
      border: 1px solid;
    }

    .band {
      border-bottom: 1px solid;
    }

    .navigation a[aria-current] {
      outline: 1px solid;
    }

    .remaining-all {
      fill: GrayText;
    }

    .remaining-left {
      fill: CanvasText;
    }
  }

  @media print {
    :root {
      --paper: #fff;
      --surface: #fff;
      --sunken: #fff;
      --ink: #000;
      --ink-soft: #333;
      --line: #999;
    }

    .skip,
    .navigation,
    .viewer form,
    .filter-card,
    .pager,
    .actions,
    .band::after {
      display: none;
    }

    .band,
    .brand-tenant,
    .viewer,
    .viewer b {
      color: #000;
      background: none;
    }

    .frame {
      border: 1px solid #000;
    }

    .table tr,
    .card {
      break-inside: avoid;
    }
  }
`;
