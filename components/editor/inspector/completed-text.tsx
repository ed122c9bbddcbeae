"use client";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { type FieldWiring, Textarea } from "../../ui";
import { CompletionList } from "../../ui/query";
import type { Completion, Completions } from "../model/complete-expression";
import { type Act, actOf, isOneLine, onOneLine } from "../model/completed-keys";

export type Complete = (text: string, caret: number) => Completions | null;

type CompletedTextProps = FieldWiring & {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly complete: Complete | null;
  readonly rows: number;
  /** Whether its text is one line; one that came with breaks, as out of the code, keeps them. */
  readonly oneLine: boolean;
  readonly className: string;
  readonly readOnly: boolean;
  readonly spellCheck: boolean;
};

const MOST = 12;

/** A text field that offers what its text may go on with, as it is typed, or asked for by Ctrl and space. */
export function CompletedText(props: CompletedTextProps) {
  const { text, onText, complete, readOnly, oneLine, ...wiring } = props;
  const single = isOneLine(oneLine, text);
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [found, setFound] = useState<Completions | null>(null);
  const [marked, setMarked] = useState(-1);
  /** Where the caret goes once what was taken stands there. */
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const items = found?.options.slice(0, MOST) ?? [];
  const offer = (next: Completions | null, at = -1) => {
    setFound(next);
    setMarked(at);
  };
  const take = ({ text: added }: Completion) => {
    if (!field.current || !found) return;
    const end = field.current.selectionStart;
    caret.current = found.from + added.length;
    onText(text.slice(0, found.from) + added + text.slice(end));
    offer(null);
  };
  const done = (act: Act) => {
    const item = items[marked];
    if (act === "ask") offer(complete?.(text, field.current?.selectionStart ?? 0) ?? null, 0);
    else if (act === "close") offer(null);
    else if (act === "take" && item) take(item);
    else if (typeof act === "number") setMarked(act);
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Those run the draft.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return;
    const asked = event.key === " " && event.ctrlKey && complete !== null && !readOnly;
    const act = asked ? "ask" : actOf(event.key, { marked, count: items.length, single });
    if (act === null || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    done(act);
  };
  return (
    <div className="relative min-w-0">
      <Textarea
        {...wiring}
        ref={field}
        // A line that is longer than the field goes on below, and is in sight.
        style={{
          fieldSizing: "content",
          minHeight: `calc(${wiring.rows} * 1lh + 14px)`,
          maxHeight: "20lh",
          ...(wiring.rows === 1 ? { resize: "none" } : {}),
        }}
        value={text}
        readOnly={readOnly}
        aria-autocomplete={complete ? "list" : undefined}
        aria-controls={items.length > 0 ? id : undefined}
        aria-activedescendant={marked >= 0 ? `${id}-${marked}` : undefined}
        onChange={({ target }) => {
          const typed = single ? onOneLine(target.value) : target.value;
          if (typed !== target.value) caret.current = target.selectionStart;
          onText(typed);
          const next = complete?.(typed, target.selectionStart) ?? null;
          // Nothing is in the way of who has written a whole name.
          offer(next && next.from < target.selectionStart ? next : null);
        }}
        onKeyDown={onKey}
        onBlur={() => offer(null)}
      />
      <CompletionList id={id} open={items.length > 0} items={items} marked={marked} onTake={take} />
    </div>
  );
}
