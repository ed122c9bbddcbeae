"use client";
import { Redo2, Undo2 } from "lucide-react";
import { Age, Button, cx } from "../../ui";
import { useEditing, useEditorState } from "../context";
import type { Entry } from "../model/history";

/** All edits since the page was opened, the latest first; pressing one goes back or on to it. */
export function HistoryPanel() {
  const { store, mayEdit } = useEditing();
  const { history } = useEditorState();
  const { past, future } = history;
  const entries = [...past, ...future];
  return (
    <div className="grid gap-2" data-testid="history">
      <div className="flex gap-2">
        <Button size="small" disabled={!mayEdit || past.length === 0} onClick={() => store.undo()}>
          <Undo2 aria-hidden /> Undo
        </Button>
        <Button size="small" disabled={!mayEdit || future.length === 0} onClick={() => store.redo()}>
          <Redo2 aria-hidden /> Redo
        </Button>
      </div>
      <ol aria-label="Edits, the latest first" reversed className="grid">
        {entries
          .map((entry, at) => (
            <Line
              key={entry.id}
              entry={entry}
              undone={at >= past.length}
              now={at === past.length - 1}
              onGo={mayEdit ? () => store.goTo(at + 1) : undefined}
            />
          ))
          .toReversed()}
        <li>
          <button
            type="button"
            disabled={!mayEdit}
            aria-current={past.length === 0 || undefined}
            onClick={() => store.goTo(0)}
            className={LINE}
          >
            As it was opened
          </button>
        </li>
      </ol>
    </div>
  );
}

const LINE =
  "flex w-full items-center gap-2 rounded-sm px-2 py-1 text-left enabled:hover:bg-hover aria-[current=true]:bg-accent-soft";

type LineProps = {
  readonly entry: Entry;
  readonly undone: boolean;
  readonly now: boolean;
  readonly onGo: (() => void) | undefined;
};

function Line({ entry: { label, by, at }, undone, now, onGo }: LineProps) {
  return (
    <li>
      <button
        type="button"
        disabled={!onGo}
        onClick={onGo}
        aria-current={now || undefined}
        className={cx(LINE, undone && "text-ink-faint line-through")}
      >
        <span className="min-w-0 grow truncate">{label}</span>
        {undone ? <span className="sr-only">taken back</span> : null}
        <span className="shrink-0 text-ink-faint text-micro">
          {by ?? "you"}, <Age at={new Date(at).toISOString()} />
        </span>
      </button>
    </li>
  );
}
