import type { VNode } from 'preact';
import { formatDay } from '../format.js';
import { admin } from '../texts/admin.js';
import { EmptyState } from './empty-state.js';
import { KeyValues } from './key-values.js';
import { Tag, type Tone } from './tag.js';

export interface CertificateView {
  readonly sha256Hex: string;
  readonly subject: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly keyType: string;
  readonly keyBits: number | null;
}

const texts = admin.connection;
const DAY = 86_400_000;
/** When colours change; warnings are written at 60, 30, 7 and 1 days. */
const WARN_DAYS = 60;
const URGENT_DAYS = 14;

/** Each with the time that it has left, as a number and as a bar. */
export function CertificateList(props: {
  readonly certificates: readonly CertificateView[];
  readonly nowMs: number;
}): VNode {
  const { certificates, nowMs } = props;
  if (certificates.length === 0) {
    return <EmptyState title={texts.noCertificates} text={texts.noCertificatesText} />;
  }
  return (
    <div class="columns">
      {certificates.map((certificate) => (
        <article class="card" key={certificate.sha256Hex}>
          <div>
            <h3>
              <bdi>{certificate.subject}</bdi>
            </h3>
            <Remaining certificate={certificate} nowMs={nowMs} />
          </div>
          <KeyValues
            items={[
              {
                label: texts.validity,
                value: `${formatDay(certificate.notBeforeMs)} – ${formatDay(certificate.notAfterMs)}`,
              },
              {
                label: texts.key,
                value: [certificate.keyType, certificate.keyBits].filter(Boolean).join(' '),
              },
              { label: texts.fingerprint, value: <code>{certificate.sha256Hex}</code> },
            ]}
          />
        </article>
      ))}
    </div>
  );
}

function Remaining(props: {
  readonly certificate: CertificateView;
  readonly nowMs: number;
}): VNode {
  const { words, tone, share } = judgeRemaining(props.certificate, props.nowMs);
  return (
    <>
      <svg
        class={`remaining remaining-${tone}`}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <rect class="remaining-all" width="100" height="4" />
        <rect class="remaining-left" width={(share * 100).toFixed(1)} height="4" />
      </svg>
      <Tag tone={tone}>{words}</Tag>
    </>
  );
}

interface Judgement {
  readonly words: string;
  readonly tone: Tone;
  /** Of its whole life, 0 to 1. */
  readonly share: number;
}

export function judgeRemaining(
  { notBeforeMs, notAfterMs }: Pick<CertificateView, 'notBeforeMs' | 'notAfterMs'>,
  nowMs: number,
): Judgement {
  const left = notAfterMs - nowMs;
  const days = Math.floor(Math.abs(left) / DAY);
  if (left <= 0) {
    return { words: days === 0 ? texts.expiredToday : texts.expired(days), tone: 'bad', share: 0 };
  }
  if (nowMs < notBeforeMs) return { words: texts.notYet, tone: 'warn', share: 1 };
  return {
    words: days === 0 ? texts.lastDay : texts.daysLeft(days),
    tone: days < URGENT_DAYS ? 'bad' : days < WARN_DAYS ? 'warn' : 'good',
    share: left / Math.max(left, notAfterMs - notBeforeMs),
  };
}
