"use client";
import { Wrench } from "lucide-react";
import { useMemo } from "react";
import type { Problem } from "#server/engine/graph/graph";
import { Button, cx } from "../../ui";
import { useEditing, useEditorState } from "../context";
import type { Selection } from "../model/acts";
import { fixFor } from "../model/fixes";

type ProblemsPanelProps = { readonly onShow: (problem: Pick<Problem, "path">) => Partial<Selection> };

/** What is wrong with the graph, as it is typed; pressing one shows it on the canvas. */
export function ProblemsPanel({ onShow }: ProblemsPanelProps) {
  const { problems } = useEditing();
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
    </div>
  );
}

function Line({ problem, onShow }: ProblemsPanelProps & { readonly problem: Problem }) {
  const { store, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const fix = useMemo(() => (mayEdit ? fixFor(graph, problem) : null), [graph, problem, mayEdit]);
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
      {fix ? (
        <div className="border-t px-2 py-1">
          <Button size="small" look="quiet" onClick={() => store.do(fix.edit)}>
            <Wrench aria-hidden /> {fix.verb}
          </Button>
        </div>
      ) : null}
    </li>
  );
}
