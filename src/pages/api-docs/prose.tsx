import { Fragment, type VNode } from 'preact';

/** A description: paragraphs and `code`, the two things of Markdown that our document uses. */
export function Prose({ text }: { readonly text: string }): VNode | null {
  if (text === '') return null;
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index}>
          <Inline text={paragraph} />
        </p>
      ))}
    </>
  );
}

export function Inline({ text }: { readonly text: string }): VNode {
  return (
    <>
      {text
        .split('`')
        .map((part, index) =>
          index % 2 === 1 ? (
            <code key={index}>{part}</code>
          ) : (
            <Fragment key={index}>{part}</Fragment>
          ),
        )}
    </>
  );
}
