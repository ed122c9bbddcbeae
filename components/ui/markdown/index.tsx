"use client";
import { Suspense } from "react";
import { cx } from "../cx";
import { lazyPart } from "../lazy-part";
import { type Retry, useRetryOnline } from "../missing";

/** The parser is large, and few canvases have notes. */
const Rendered = lazyPart(() => import("./rendered"), AsWritten);

type MarkdownProps = { readonly text: string; readonly className?: string };

/** A text as it is meant: headings, lists, quotes, code, emphasis and links. HTML in it is text, and pictures are not loaded. */
export function Markdown({ text, className }: MarkdownProps) {
  return (
    <div className={cx("grid gap-1.5", className)}>
      <Suspense fallback={<p className="whitespace-pre-line">{text}</p>}>
        <Rendered text={text} />
      </Suspense>
    </div>
  );
}

/** What it says can be read without its form too. */
function AsWritten({ text, retry }: { readonly text: string } & Retry) {
  useRetryOnline(retry);
  return <p className="whitespace-pre-line">{text}</p>;
}
