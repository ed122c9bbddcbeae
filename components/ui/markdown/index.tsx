"use client";
import { lazy, Suspense } from "react";
import { cx } from "../cx";

/** The parser is large, and few canvases have notes. */
const Rendered = lazy(() => import("./rendered"));

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
