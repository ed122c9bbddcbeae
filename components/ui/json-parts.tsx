"use client";
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { Json } from "#server/engine/values/json";
import { Button } from "./button";
import { copyText } from "./copy-text";
import { type JsonPart, partAt, partText } from "./json-path";
import { entriesTo, focusItem, itemAfter, itemOf } from "./json-tree";
import { toast } from "./toast";

type JsonPartsProps = {
  /** What is copied; what is drawn has the same entries. */
  readonly source: Json;
  /** Says of a part that not all of it is here. */
  readonly isMissing: (part: Json) => boolean;
  readonly children: ReactNode;
};

/** Lets a person choose a part of the drawn JSON by pointer or arrow keys, and copy it or its path. */
export function JsonParts({ source, isMissing, children }: JsonPartsProps) {
  const tree = useRef<HTMLDivElement>(null);
  const [item, setItem] = useState<HTMLElement | null>(null);
  useEffect(() => {
    item?.setAttribute("data-chosen", "");
    return () => item?.removeAttribute("data-chosen");
  }, [item]);
  const part = item?.isConnected ? partAt(source, entriesTo(item)) : null;
  const text = part === null || isMissing(part.value) ? null : partText(part.value);
  const walk = (event: KeyboardEvent) => {
    const from = itemOf(event.target);
    if (!from || !tree.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const isFold = event.target instanceof HTMLElement && event.target.role === "button";
    const to = itemAfter(tree.current, from, event.key);
    if (to) focusItem(tree.current, to);
    else if (isFold && (event.key === "Enter" || event.key === " ")) (event.target as HTMLElement).click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const copy = (event: ClipboardEvent) => {
    // Words that are marked are what is meant.
    if (text === null || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    toast.success("Copied", { description: part?.path || "The whole value" });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only tells where the focus went
    <div
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) setItem(null);
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the tree in it has the roles and the focus */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys move the focus, which chooses too */}
      <div
        ref={tree}
        onFocus={({ target }) => setItem(itemOf(target))}
        onClick={({ target }) => {
          const clicked = itemOf(target);
          if (clicked && tree.current && getSelection()?.isCollapsed !== false)
            focusItem(tree.current, clicked);
        }}
        onKeyDownCapture={walk}
        onCopy={copy}
        className="[&_[data-chosen]]:rounded-sm [&_[data-chosen]]:bg-hover"
      >
        {children}
      </div>
      {part ? <Chosen part={part} text={text} /> : null}
    </div>
  );
}

function Chosen({ part, text }: { readonly part: JsonPart; readonly text: string | null }) {
  return (
    <fieldset
      aria-label="The chosen part"
      className="sticky -bottom-3 mt-1 -mb-3 flex min-w-0 items-center gap-1 border-t bg-panel pt-1 pb-3 text-small"
    >
      <span className="min-w-0 grow truncate font-mono" title={part.path} data-testid="json-path">
        {part.path || "The whole value"}
      </span>
      {text === null ? (
        <span className="shrink-0 text-ink-muted">Not all of it is here to be copied</span>
      ) : (
        <Copy text={text} what="value" />
      )}
      {part.path ? <Copy text={part.path} what="path" /> : null}
    </fieldset>
  );
}

function Copy({ text, what }: { readonly text: string; readonly what: "value" | "path" }) {
  const copy = async () => {
    if (await copyText(text, what)) toast.success(`The ${what} was copied`);
  };
  return (
    <Button look="quiet" size="small" onClick={() => void copy()}>
      Copy {what}
    </Button>
  );
}
