import type { VNode } from 'preact';
import { Frame } from './components/frame.js';
import type { Language } from './language.js';
import { Layout } from './layout.js';
import { textsIn } from './texts/texts-in.js';

/**
 * 404 for every host without an active connection, the same byte for byte: the language is all that it depends on, so
 * that nobody can find out which customers exist.
 */
export function UnknownHostPage({ language }: { readonly language: Language }): VNode {
  const { title, text, next } = textsIn(language).unknownHost;
  const context = { language, tenantName: null, viewer: null, reference: null };
  return (
    <Layout context={context} title={title}>
      <Frame title={title}>
        <p class="lead">{text}</p>
        <p class="lead">{next}</p>
      </Frame>
    </Layout>
  );
}
