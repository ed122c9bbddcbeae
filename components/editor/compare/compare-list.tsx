"use client";
import { useMemo } from "react";
import { cx } from "../../ui";
import { TextDiff } from "../../ui/diff";
import type { Item } from "../model/compare/compared";
import { type FieldRow, fieldRows, valueText } from "../model/compare/field-rows";
import { HOW_LOOK } from "./how-look";

type CompareListProps = {
  readonly items: readonly Item[];
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
};

/** What differs as fields: each thing with its values before and after. */
export function CompareList({ items, chosen, onChoose }: CompareListProps) {
  return (
    <ul aria-label="Differences by field" className="divide-y" data-testid="compare-list">
      {items.map((item) => (
        <li key={item.key} className={cx("grid gap-1.5 p-3", item.key === chosen && "bg-accent-soft")}>
          <Head item={item} chosen={item.key === chosen} onChoose={() => onChoose(item.key)} />
          <Fields item={item} />
        </li>
      ))}
    </ul>
  );
}

type HeadProps = { readonly item: Item; readonly chosen: boolean; readonly onChoose: () => void };

function Head({ item: { what, name, how }, chosen, onChoose }: HeadProps) {
  const look = how === "same" ? null : HOW_LOOK[how];
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className="flex w-full min-w-0 items-baseline gap-2 rounded-sm py-0.5 text-left hover:bg-hover"
    >
      <span aria-hidden className={cx("w-3 shrink-0 text-center font-mono", look?.text)}>
        {look?.sign}
      </span>
      <span className="min-w-0 grow font-medium [overflow-wrap:anywhere]">
        {what === "workflow" ? "" : <span className="font-normal text-ink-muted">{what} </span>}
        {name}
      </span>
      <span className={cx("shrink-0 text-small", look?.text ?? "text-ink-muted")}>
        {how === "same" ? "the same" : how}
      </span>
    </button>
  );
}

function Fields({ item: { how, before, after } }: { readonly item: Item }) {
  const rows = useMemo(() => fieldRows(before, after), [before, after]);
  if (how === "same" || rows.length === 0) return null;
  return (
    <dl className="grid gap-1 pl-5 text-small">
      {rows.map((row) => (
        <div key={row.path} className="min-w-0">
          <dt className="font-mono text-ink-muted text-micro">{row.path}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            <Values row={row} how={how} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Longer texts are compared word by word. */
const LONG = 48;

function Values({ row: { before, after }, how }: { readonly row: FieldRow; readonly how: Item["how"] }) {
  if (how === "added") return <span className="font-mono">{valueText(after)}</span>;
  if (how === "removed") return <del className="font-mono">{valueText(before)}</del>;
  const [one, other] = [valueText(before), valueText(after)];
  if (before !== undefined && after !== undefined && Math.max(one.length, other.length) > LONG)
    return <TextDiff before={one} after={other} className="font-mono" />;
  return (
    <span className="font-mono">
      <Value text={one} none={before === undefined} />
      <span aria-hidden className="px-1.5 text-ink-faint">
        →
      </span>
      <span className="sr-only"> is now </span>
      <Value text={other} none={after === undefined} />
    </span>
  );
}

function Value({ text, none }: { readonly text: string; readonly none: boolean }) {
  return none ? <span className="font-sans text-ink-muted italic">{text}</span> : text;
}
