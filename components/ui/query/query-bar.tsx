"use client";
import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { cx } from "../cx";
import { Kbd } from "../kbd";
import { isPageKey } from "../keys";
import { BOX, BOX_FOCUS } from "../surface";
import { QueryChip } from "./chip";
import { CompletionList } from "./completion-list";
import { chipsOf } from "./model/chips";
import type { QueryField } from "./model/query";
import { Problems } from "./problems";
import { useDraft } from "./use-draft";

type QueryBarProps = {
  readonly fields: readonly QueryField[];
  /** The query as text, as it stands in the URL. */
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly label: string;
  readonly placeholder?: string;
  readonly children?: ReactNode;
  readonly className?: string;
};

/**
 * Filters as chips and as text, which are the same thing: a chip opens as the text it stands for. `f` or `/` go to
 * it from anywhere on the page.
 */
export function QueryBar({
  fields,
  text,
  onChange,
  label,
  placeholder = "Filter…",
  children,
  className,
}: QueryBarProps) {
  const input = useRef<HTMLInputElement>(null);
  const chips = useMemo(() => chipsOf(text, fields), [text, fields]);
  const draft = useDraft({ fields, text, chips, onChange, input });
  useFocusKeys(() => input.current?.focus());
  const problems = [...chips.flatMap((chip) => chip.problems), ...draft.problems];
  return (
    <search aria-label={label} className={cx("min-w-0 grow", className)}>
      <div className="relative">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the box leads the pointer to the field inside it */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys reach the field itself */}
        <div
          onClick={(event) => (event.target === event.currentTarget ? input.current?.focus() : undefined)}
          className={cx(BOX, BOX_FOCUS, "flex min-h-control flex-wrap items-center gap-1 py-[3px] pr-1 pl-2")}
        >
          <Search aria-hidden className="mr-0.5 size-3.5 shrink-0 text-ink-faint" />
          {chips.map((chip, at) => (
            <QueryChip
              key={`${chip.from}-${chip.raw}`}
              chip={chip}
              fields={fields}
              onEdit={() => draft.edit(at)}
              onRemove={() => draft.remove(at)}
            />
          ))}
          <input
            ref={input}
            {...draft.inputProps}
            aria-label={label}
            placeholder={chips.length === 0 ? placeholder : ""}
            className="h-6 w-24 min-w-0 grow bg-transparent px-1 text-ui outline-none placeholder:text-ink-faint"
          />
          {text || draft.text ? (
            <button
              type="button"
              aria-label="Clear filters"
              onClick={draft.clear}
              className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          ) : (
            <Kbd className="mr-1 max-sm:hidden">f</Kbd>
          )}
          {children}
        </div>
        <CompletionList {...draft.list} />
      </div>
      <Problems problems={problems} onFix={draft.fix} />
    </search>
  );
}

function useFocusKeys(focus: () => void): void {
  const latest = useRef(focus);
  latest.current = focus;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== "f" && event.key !== "/") || !isPageKey(event)) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
