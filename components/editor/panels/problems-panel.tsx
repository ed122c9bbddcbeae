"use client";
import { Wrench } from "lucide-react";
import { useMemo } from "react";
import type { Problem } from "#server/engine/graph/graph";
import { Button, cx } from "../../ui";
import { useEditing, useEditorState } from "../context";
import type { Selection } from "../model/acts";
import { fixesFor } from "../model/fixes";
import { type CallWay, callWay } from "../model/problems";
import { WorstCaseTable } from "./worst-case-table";

type ProblemsPanelProps = { readonly onShow: (problem: Pick<Problem, "path">) => Partial<Selection> };

/** What is wrong with the graph, as it is typed; pressing one shows it on the canvas. */
export function ProblemsPanel({ onShow }: ProblemsPanelProps) {
  const { problems, worst } = useEditing();
  const errors = problems.filter(({ level }) => level === "error").length;
  return (
    <div className="grid gap-2" data-testid="problems">
      <p role="status" className="text-ink-muted text-small">
        {problems.length === 0
          ? "Nothing is wrong with it."
          : errors > 0
            ? "It can be published once there are no errors."
            : "Warnings do not keep it from being published."}
      </p>
      <ul aria-label="Problems" className="grid gap-1.5">
        {problems.map((problem) => (
          <Line key={`${problem.code}${problem.path}${problem.message}`} problem={problem} onShow={onShow} />
        ))}
      </ul>
      {worst ? <WorstCaseTable worst={worst} /> : null}
    </div>
  );
}

function Line({ problem, onShow }: ProblemsPanelProps & { readonly problem: Problem }) {
  const { store, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const fixes = useMemo(() => (mayEdit ? fixesFor(graph, problem) : []), [graph, problem, mayEdit]);
  const way = useMemo(() => callWay(graph, problem), [graph, problem]);
  const { code, level, path, message } = problem;
  return (
    <li className="rounded border">
      <button
        type="button"
        onClick={() => store.select(onShow(problem))}
        className="grid w-full gap-0.5 rounded px-3 py-2 text-left text-small hover:bg-hover"
      >
        <span className="flex items-baseline gap-2">
          <span className={cx("font-medium", level === "error" ? "text-failed-ink" : "text-degraded-ink")}>
            {level} {code}
          </span>
          <span className="min-w-0 truncate font-mono text-ink-muted">{path || "/"}</span>
        </span>
        <span className="[overflow-wrap:anywhere]">{message}</span>
      </button>
      {way ? <Way way={way} /> : null}
      {fixes.length > 0 ? (
        <div className="flex flex-wrap gap-1 border-t px-2 py-1">
          {fixes.map((fix) => (
            <Button
              key={fix.verb}
              size="small"
              look="quiet"
              className="h-auto min-h-7 whitespace-normal text-left [overflow-wrap:anywhere]"
              onClick={() => store.do(fix.edit)}
            >
              <Wrench aria-hidden /> {fix.verb}
            </Button>
          ))}
        </div>
      ) : null}
    </li>
  );
}

/** The calls that lead on without end, each of them to be shown; the canvas draws the same way. */
function Way({ way }: { readonly way: CallWay }) {
  const { store } = useEditing();
  return (
    <ol aria-label="Way of the calls" className="flex flex-wrap items-center gap-1 border-t px-2 py-1">
      {way.nodes.map((id) => (
        <li key={id} className="flex items-center gap-1">
          <Button size="small" look="quiet" onClick={() => store.select({ nodes: new Set([id]) })}>
            {id}
          </Button>
          <span aria-hidden className="text-ink-muted">
            →
          </span>
        </li>
      ))}
      <li className="text-small">{way.called === "self" ? "this workflow again" : way.called}</li>
    </ol>
  );
}
