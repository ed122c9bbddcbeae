"use client";
import { useState } from "react";
import { ViewBar } from "../drawing";
import { ChosenRun, type RunViewProps } from "../tree";
import { Button, EmptyState, formatCount } from "../ui";
import { Canvas } from "./canvas";
import { useLines } from "./use-lines";

/** More cards than this are drawn only when a person asks for it. */
const MAX_CARDS = 1_000;

/** Runs as cards, top-down: the same lines as the tree, what is closed there is closed here. */
export function RunGraph(props: RunViewProps) {
  const { store, screen } = props;
  const lines = useLines(store);
  const [anyway, setAnyway] = useState(0);
  const tooMany = lines.length > Math.max(MAX_CARDS, anyway);
  return (
    <section aria-label="Graph" className="flex min-h-0 min-w-0 grow flex-col" data-testid="run-graph">
      <ViewBar label="Graph">
        <span className="px-1 text-ink-muted text-small" data-testid="graph-count">
          {formatCount(lines.length)} of {formatCount(store.forest.total.total)} runs and groups shown
        </span>
        <span className="ml-auto flex items-center gap-1 text-ink-muted text-small">
          To depth
          {[1, 2, 3].map((depth) => (
            <Button
              key={depth}
              look="quiet"
              size="small"
              aria-pressed={store.depth() === depth}
              onClick={() => screen.showTo(depth)}
            >
              {depth}
            </Button>
          ))}
        </span>
      </ViewBar>
      {tooMany ? (
        <EmptyState
          title="This is a large graph"
          action={
            <span className="flex flex-wrap justify-center gap-2">
              <Button look="primary" onClick={() => screen.showTo(2)}>
                Show to depth 2
              </Button>
              <Button onClick={() => setAnyway(lines.length)}>
                Show {formatCount(lines.length)} nodes anyway
              </Button>
            </span>
          }
        >
          Close parts of the tree, show it to a lesser depth, or search for what you need.
        </EmptyState>
      ) : (
        <Canvas {...props} lines={lines} />
      )}
      <ChosenRun store={store} active={screen.active} />
    </section>
  );
}
