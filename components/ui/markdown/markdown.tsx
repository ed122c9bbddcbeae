import { Fragment, type ReactNode, useMemo } from "react";
import { cx } from "../cx";
import { type Block, readMarkdown, type Span } from "./model/markdown";

type MarkdownProps = { readonly text: string; readonly className?: string };

/** A text as it is meant: headings, lists, quotes, code, emphasis and links. No HTML of it is ever taken for such. */
export function Markdown({ text, className }: MarkdownProps) {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return <div className={cx("grid gap-1.5", className)}>{blocks.map((block, at) => drawn(block, at))}</div>;
}

const HEADINGS = { 1: "text-read font-semibold", 2: "font-semibold", 3: "font-medium" } as const;
const LINES = "whitespace-pre-line";

function drawn(block: Block, key: number): ReactNode {
  switch (block.is) {
    case "heading":
      // What is said in a text is no heading of the page that it stands on.
      return (
        <p key={key} className={HEADINGS[block.level]}>
          {spans(block.of)}
        </p>
      );
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List key={key} className={cx("ml-4", LINES, block.ordered ? "list-decimal" : "list-disc")}>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part of a text is its place in it
            <li key={at}>{spans(item)}</li>
          ))}
        </List>
      );
    }
    case "code":
      return (
        <pre key={key} className="overflow-x-auto rounded-sm bg-hover px-1.5 py-1 font-mono">
          {block.text}
        </pre>
      );
    case "quote":
      return (
        <blockquote key={key} className={cx("border-l-2 pl-2 text-ink-muted", LINES)}>
          {spans(block.of)}
        </blockquote>
      );
    default:
      return (
        <p key={key} className={LINES}>
          {spans(block.of)}
        </p>
      );
  }
}

function spans(of: readonly Span[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a part of a text is its place in it
  return of.map((span, at) => <Fragment key={at}>{inLine(span)}</Fragment>);
}

function inLine(span: Span): ReactNode {
  switch (span.is) {
    case "code":
      return <code className="rounded-sm bg-hover px-1 font-mono">{span.text}</code>;
    case "strong":
      return <strong className="font-semibold">{spans(span.of)}</strong>;
    case "em":
      return <em>{spans(span.of)}</em>;
    case "gone":
      return <s>{spans(span.of)}</s>;
    case "link":
      return (
        <a
          href={span.href}
          {...(span.href.startsWith("http") ? { target: "_blank", rel: "noopener noreferrer" } : {})}
          className="pointer-events-auto text-accent-ink underline"
        >
          {spans(span.of)}
        </a>
      );
    default:
      return span.text;
  }
}
