"use client";
import { createContext, type ReactNode, useContext } from "react";
import { parseRunId } from "#server/engine/ids";
import { Link } from "../ui";

type OnScreen = { readonly treeId: string; readonly goTo: (no: number) => void };

const OnScreenContext = createContext<OnScreen | null>(null);
/** The tree around the details of a run: what they name of it is gone to there. */
export const TreeOnScreen = OnScreenContext.Provider;

/** A run that something names, as a way to it where there is one; any other text as it is. */
export function RunAddress({ text }: { readonly text: string }): ReactNode {
  const tree = useContext(OnScreenContext);
  const run = parseRunId(text);
  if (!tree || !run) return text;
  return (
    <Link
      href={`/runs/${run.treeId}?run=${run.no}`}
      className="text-accent-ink hover:underline"
      onClick={(event) => {
        if (run.treeId !== tree.treeId || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        tree.goTo(run.no);
      }}
    >
      {text}
    </Link>
  );
}
