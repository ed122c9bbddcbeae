"use client";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { type Chip, withoutChip } from "./model/chips";
import { type Completion, completionsAt } from "./model/complete";
import { parseQuery } from "./model/parse";
import type { QueryField, QueryProblem } from "./model/query";
import { tokensOf } from "./model/tokens";

type DraftParts = {
  readonly fields: readonly QueryField[];
  readonly text: string;
  readonly chips: readonly Chip[];
  readonly onChange: (text: string) => void;
  readonly input: RefObject<HTMLInputElement | null>;
};

/** What is being typed: text that is not part of the query yet. */
export function useDraft({ fields, text, chips, onChange, input }: DraftParts) {
  const id = useId();
  const [draft, setDraft] = useState("");
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const [caret, setCaret] = useState(0);
  const items = open ? completionsAt(draft, caret, fields) : [];

  const type = (next: string, at: number) => {
    setDraft(next);
    setCaret(at);
    setMarked(-1);
    setOpen(true);
  };
  const commit = (typed: string) => {
    setDraft("");
    setOpen(false);
    if (typed.trim()) onChange(`${text} ${typed.trim()}`.trim());
  };
  const typed = (next: string, at: number) => {
    if (isFinished(next, fields)) commit(next);
    else type(next, at);
  };
  const take = (item: Completion) => {
    const next = `${draft.slice(0, item.from)}${item.text}${draft.slice(item.to)}`;
    if (item.done && parseQuery(next, fields).problems.length === 0) commit(next);
    else type(next, item.from + item.text.length);
    input.current?.focus();
  };
  const edit = (at: number) => {
    const chip = chips[at];
    if (!chip) return;
    onChange(withoutChip(chips, at));
    const next = `${draft} ${chip.raw}`.trim();
    type(next, next.length);
    input.current?.focus();
  };
  const act = (did: Act) => {
    switch (did.kind) {
      case "mark":
        return setMarked(did.place);
      case "take":
        return take(did.item);
      case "commit":
        return commit(draft);
      case "edit-last":
        return edit(chips.length - 1);
      case "close":
        return items.length > 0 ? setOpen(false) : input.current?.blur();
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const did = keyOf(event.key, { draft, items, marked, chips: chips.length });
    if (did === null) return;
    event.preventDefault();
    act(did);
  };

  return {
    text: draft,
    /** While a field is being typed into, what is half-written is no problem yet. */
    problems: open ? NONE : parseQuery(draft, fields).problems.map((one) => shifted(one, text.length + 1)),
    edit,
    remove: (at: number) => onChange(withoutChip(chips, at)),
    clear: () => {
      setDraft("");
      onChange("");
      input.current?.focus();
    },
    fix: ({ from, to, fix }: QueryProblem) => {
      const whole = draft ? `${text} ${draft}` : text;
      setDraft("");
      onChange(`${whole.slice(0, from)}${fix ?? ""}${whole.slice(to)}`.trim());
    },
    list: { id, open, items, marked, onTake: take },
    inputProps: {
      role: "combobox",
      "aria-expanded": open && items.length > 0,
      "aria-controls": id,
      "aria-autocomplete": "list",
      "aria-activedescendant": marked >= 0 ? `${id}-${marked}` : undefined,
      autoComplete: "off",
      spellCheck: false,
      value: draft,
      onFocus: () => setOpen(true),
      onBlur: () => {
        setOpen(false);
        if (parseQuery(draft, fields).problems.length === 0) commit(draft);
      },
      onChange: (event: { readonly currentTarget: HTMLInputElement }) =>
        typed(event.currentTarget.value, event.currentTarget.selectionStart ?? 0),
      onKeyDown,
    } as const,
  };
}

const NONE: readonly QueryProblem[] = [];

function shifted(problem: QueryProblem, by: number): QueryProblem {
  return { ...problem, from: problem.from + by, to: problem.to + by };
}

/** A term with a field ends with the space after it; words wait for Enter, more may follow. */
function isFinished(next: string, fields: readonly QueryField[]): boolean {
  if (!next.endsWith(" ") || tokensOf(next).some(({ to }) => to === next.length)) return false;
  const { query, problems } = parseQuery(next, fields);
  return problems.length === 0 && query.length > 0 && query.every((term) => term.kind !== "word");
}

type Act =
  | { readonly kind: "mark"; readonly place: number }
  | { readonly kind: "take"; readonly item: Completion }
  | { readonly kind: "commit" }
  | { readonly kind: "edit-last" }
  | { readonly kind: "close" };

type Standing = {
  readonly draft: string;
  readonly items: readonly Completion[];
  readonly marked: number;
  readonly chips: number;
};

function keyOf(key: string, { draft, items, marked, chips }: Standing): Act | null {
  const item = items[marked];
  switch (key) {
    case "ArrowDown":
      return { kind: "mark", place: marked + 1 >= items.length ? -1 : marked + 1 };
    case "ArrowUp":
      return { kind: "mark", place: marked < 0 ? items.length - 1 : marked - 1 };
    case "Enter":
      return item ? { kind: "take", item } : { kind: "commit" };
    case "Tab":
      return item ? { kind: "take", item } : null;
    case "Backspace":
      return draft === "" && chips > 0 ? { kind: "edit-last" } : null;
    case "Escape":
      return { kind: "close" };
    default:
      return null;
  }
}
