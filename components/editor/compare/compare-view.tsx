"use client";
import "../../ui/no-eval";
import { useMemo } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { changeAddress, EmptyState } from "../../ui";
import { compared, onlyDifferences } from "../model/compare/compared";
import { CompareCanvas } from "./compare-canvas";
import { CompareList } from "./compare-list";
import { CompareSums } from "./compare-sums";

type CompareViewProps = {
  readonly before: Graph;
  readonly after: Graph;
  readonly only: boolean;
  /** Key of what is looked at. */
  readonly chosen: string | null;
};

/** Two graphs compared: on one canvas, and by field beside it. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function CompareView({ before, after, only, chosen }: CompareViewProps) {
  const all = useMemo(() => compared(before, after), [before, after]);
  const shown = useMemo(() => (only ? onlyDifferences(all) : all), [all, only]);
  const choose = (key: string) => changeAddress({ at: key === chosen ? null : key });
  const node = chosen?.startsWith("node:") ? chosen.slice("node:".length) : null;
  return (
    <>
      <CompareSums items={all.items} only={only} />
      <div className="flex min-h-0 grow max-lg:flex-col max-lg:overflow-y-auto">
        {Object.keys(shown.graph.nodes).length > 0 ? (
          <CompareCanvas
            key={only ? "only" : "all"}
            all={shown}
            chosen={node}
            onChoose={(id) => choose(`node:${id}`)}
          />
        ) : (
          <div className="grow">
            <EmptyState title="Nothing differs on the canvas">
              {shown.items.length > 0
                ? "What differs stands in the fields of the workflow itself."
                : "Both have the same nodes and edges, and the same fields."}
            </EmptyState>
          </div>
        )}
        <section
          aria-label="Fields"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
          tabIndex={0}
          className="min-w-0 shrink-0 max-lg:border-t lg:w-96 lg:overflow-y-auto lg:border-l"
        >
          <CompareList items={shown.items} chosen={chosen} onChoose={choose} />
        </section>
      </div>
    </>
  );
}
