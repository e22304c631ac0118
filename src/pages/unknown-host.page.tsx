import type { VNode } from 'preact';
import { Frame } from './components/frame.js';
import type { Language } from './language.js';
import { Layout } from './layout.js';
import { textsIn } from './texts/texts-in.js';

/**
 * 404 for every host without an active connection, the same byte for byte: it depends on the language, and on whether the
 * host is that of a proxy, so that nobody can find out which customers exist.
 */
export function UnknownHostPage(props: {
  readonly language: Language;
  readonly isSessionControl?: boolean;
}): VNode {
  const { language, isSessionControl = false } = props;
  const { title, text, next, sessionControl } = textsIn(language).unknownHost;
  const context = { language, tenantName: null, viewer: null, reference: null };
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <p class="lead">{isSessionControl ? sessionControl : next}</p>
      </Frame>
    </Layout>
  );
}
