"use client";
import type { ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";

type Part = { readonly children?: ReactNode };

/** What is said in a text is no heading of the page that it stands on. */
const heading = (className: string) =>
  function Heading({ children }: Part) {
    return <p className={className}>{children}</p>;
  };
const small = heading("font-medium");

const COMPONENTS: Components = {
  h1: heading("text-read font-semibold"),
  h2: heading("font-semibold"),
  h3: small,
  h4: small,
  h5: small,
  h6: small,
  // Lines stay lines: people write notes, not books.
  p: ({ children }) => <p className="whitespace-pre-line">{children}</p>,
  ul: ({ children }) => <ul className="ml-4 list-disc">{children}</ul>,
  ol: ({ children }) => <ol className="ml-4 list-decimal">{children}</ol>,
  pre: ({ children }) => (
    <pre className="overflow-x-auto rounded-sm bg-hover px-1.5 py-1 font-mono">{children}</pre>
  ),
  code: ({ children }) => <code className="rounded-sm bg-hover px-1 font-mono">{children}</code>,
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 pl-2 text-ink-muted">{children}</blockquote>
  ),
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  // An address that is not safe is taken out before: nothing that leads nowhere looks as if it led somewhere.
  a: ({ href = "", children }) =>
    href === "" ? (
      <span>{children}</span>
    ) : (
      <a
        href={href}
        {...(/^(https?:)?\/\//.test(href) ? { target: "_blank", rel: "noopener noreferrer" } : {})}
        className="pointer-events-auto text-accent-ink underline"
      >
        {children}
      </a>
    ),
};

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function Rendered({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown components={COMPONENTS} disallowedElements={["img"]} unwrapDisallowed>
      {text}
    </ReactMarkdown>
  );
}
