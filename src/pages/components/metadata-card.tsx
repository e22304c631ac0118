import type { ComponentChildren, VNode } from 'preact';
import { admin } from '../texts/admin.js';
import { KeyValues } from './key-values.js';
import { Stamp } from './moment.js';
import { Tag } from './tag.js';

/** How the IdP's metadata is kept up to date. */
export interface MetadataView {
  readonly checkedAtMs: number | null;
  readonly lastGoodAtMs: number | null;
  readonly lastProblemText: string | null;
  /** 7 or 30 once there was no good answer for that long. */
  readonly staleDays: number;
  /** SHA-256 of the certificate whose key must have signed it. */
  readonly signedBy: string | null;
}

const texts = admin.connection;

/** Where a connection's metadata comes from, and whether it still does. */
export function MetadataCard(props: {
  readonly url: string | null;
  readonly metadata: MetadataView | null;
}): VNode {
  const { url, metadata } = props;
  if (url === null || metadata === null) {
    return (
      <section class="card">
        <h2>{texts.metadataSource}</h2>
        <p class="soft">{texts.metadataByHand}</p>
      </section>
    );
  }
  return (
    <section class="card">
      <div>
        <h2>{texts.metadataSource}</h2>
        <FreshTag {...metadata} />
      </div>
      <KeyValues
        items={[
          { label: texts.metadataUrl, value: <bdi>{url}</bdi> },
          ...(metadata.signedBy === null
            ? []
            : [{ label: texts.metadataSignedBy, value: <code>{metadata.signedBy}</code> }]),
          { label: texts.metadataChecked, value: stampOrNever(metadata.checkedAtMs) },
          { label: texts.metadataGood, value: stampOrNever(metadata.lastGoodAtMs) },
          ...(metadata.lastProblemText === null
            ? []
            : [{ label: texts.metadataProblem, value: <bdi>{metadata.lastProblemText}</bdi> }]),
        ]}
      />
    </section>
  );
}

function FreshTag({ staleDays, lastProblemText }: MetadataView): VNode {
  if (staleDays > 0) return <Tag tone="bad">{texts.metadataStale(staleDays)}</Tag>;
  return lastProblemText === null ? (
    <Tag tone="good" icon="check">
      {texts.metadataFresh}
    </Tag>
  ) : (
    <Tag tone="warn">{texts.metadataFailed}</Tag>
  );
}

function stampOrNever(ms: number | null): ComponentChildren {
  return ms === null ? texts.never : <Stamp ms={ms} />;
}
