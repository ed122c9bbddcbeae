"use client";
import { ChartGantt, Flame, ListTree, Network, Rows3 } from "lucide-react";
import { textOf, useCommands } from "../keys";
import { VIEWS, type ViewName } from "../tree";
import { cx } from "../ui";

const LOOK: Readonly<Record<ViewName, { readonly label: string; readonly icon: typeof Flame }>> = {
  tree: { label: "Tree", icon: ListTree },
  timeline: { label: "Timeline", icon: ChartGantt },
  flame: { label: "Flame", icon: Flame },
  levels: { label: "Levels", icon: Rows3 },
  graph: { label: "Graph", icon: Network },
};

type ViewSwitchProps = { readonly view: ViewName; readonly onView: (view: ViewName) => void };

/** Ways to look at the same runs. */
export function ViewSwitch({ view, onView }: ViewSwitchProps) {
  const next = VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length] ?? "tree";
  useCommands([
    { id: "view.next", run: () => onView(next), title: textOf("view.next"), section: "This run" },
    ...VIEWS.map((name) => ({
      id: `view.${name}`,
      title: `Show as ${LOOK[name].label.toLowerCase()}`,
      section: "This run",
      run: () => onView(name),
    })),
  ]);
  return (
    <fieldset className="flex shrink-0 rounded border p-0.5">
      <legend className="sr-only">View</legend>
      {VIEWS.map((name) => {
        const { label, icon: Icon } = LOOK[name];
        return (
          <button
            key={name}
            type="button"
            aria-pressed={view === name}
            title={`${label} (v: next view)`}
            onClick={() => onView(name)}
            className={cx(
              "flex h-6 items-center gap-1.5 rounded-sm px-2 text-ink-muted text-small hover:text-ink",
              view === name && "bg-hover font-medium text-ink",
            )}
          >
            <Icon aria-hidden className="size-3.5" />
            <span className="max-xl:sr-only">{label}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
