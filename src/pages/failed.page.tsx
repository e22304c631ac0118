import type { VNode } from 'preact';
import { Frame } from './components/frame.js';
import { ReferenceLabel } from './components/reference-label.js';
import { Steps } from './components/steps.js';
import { Layout } from './layout.js';
import type { PageContext, Reference } from './page-context.js';
import { textsIn } from './texts/texts-in.js';

export interface FailedPageProps {
  readonly context: PageContext;
  readonly reference: Reference;
}

/** 500: we could not decide. Says nothing of the cause, only the number under which the log holds it. */
export function FailedPage({ context, reference }: FailedPageProps): VNode {
  const texts = textsIn(context.language);
  const { title, text, next } = texts.failed;
  return (
    <Layout context={context} title={title}>
      <Frame title={title} status={{ tone: 'bad', icon: 'cross', text: texts.status.failed }}>
        <p class="lead">{text}</p>
        <Steps title={texts.whatToDo} steps={next} />
        <ReferenceLabel reference={reference} language={context.language} />
      </Frame>
    </Layout>
  );
}
