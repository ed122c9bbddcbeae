"use client";
import type { MouseEvent, ReactNode } from "react";
import { Checkbox } from "../choice";
import { cx } from "../cx";
import { Link } from "../link";
import { GridCell, GridRow } from "./grid-parts";

type LineProps = {
  readonly id: string;
  readonly place: number;
  readonly top: number;
  readonly height: number;
  readonly tracks: string;
  readonly href: string;
  readonly label: string;
  readonly focused: boolean;
  /** `undefined` = rows cannot be chosen. */
  readonly chosen: boolean | undefined;
  readonly cells: readonly { readonly id: string; readonly right: boolean; readonly content: ReactNode }[];
  /** Below the cells, over the whole row. */
  readonly detail: ReactNode;
  readonly attributes: Readonly<Record<string, string>>;
  readonly onFocus: () => void;
  readonly onChoose: (range: boolean) => void;
};

/** One row. The link lies under its cells, so that all of it leads there and what stands in it still works. */
export function Line(props: LineProps) {
  const { id, place, top, height, tracks, href, label, focused, chosen, cells, detail, attributes } = props;
  return (
    <GridRow
      {...attributes}
      id={id}
      aria-rowindex={place + 2}
      aria-selected={chosen}
      data-focused={focused || undefined}
      onClick={props.onFocus}
      className={cx(
        "absolute left-0 grid w-full border-b text-small transition-colors hover:bg-hover",
        chosen && "bg-accent-soft hover:bg-accent-soft",
        focused && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
        focused && chosen && "bg-accent-soft",
      )}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${top}px)` }}
    >
      {chosen === undefined ? null : (
        <GridCell className="relative z-[1] flex items-center pl-cell">
          <Checkbox
            aria-label={`Choose ${label}`}
            checked={chosen}
            tabIndex={-1}
            onCheckedChange={(_, { event }) => props.onChoose("shiftKey" in event && event.shiftKey === true)}
          />
        </GridCell>
      )}
      {cells.map(({ id: cell, right, content }, at) => (
        <GridCell
          key={cell}
          className={cx("flex min-w-0 items-center px-cell", right && "justify-end text-right")}
        >
          {at === 0 ? <RowLink href={href} label={label} /> : null}
          {content}
        </GridCell>
      ))}
      {detail ? (
        <GridCell
          className={cx(
            "-col-end-1 min-w-0 truncate px-cell pb-1.5 text-ink-muted",
            chosen === undefined ? "col-start-1" : "col-start-2",
          )}
        >
          {detail}
        </GridCell>
      ) : null}
    </GridRow>
  );
}

function RowLink({ href, label }: { readonly href: string; readonly label: string }) {
  const onClick = (event: MouseEvent) => {
    // Somebody who marks text does not want to leave.
    if (getSelection()?.toString()) event.preventDefault();
  };
  return <Link href={href} aria-label={label} tabIndex={-1} onClick={onClick} className="absolute inset-0" />;
}
