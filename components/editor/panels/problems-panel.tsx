"use client";
import { Route, Undo2, Wrench } from "lucide-react";
import { useMemo } from "react";
import type { CallStep, Problem } from "#server/engine/graph/graph";
import { Button, cx, Link } from "../../ui";
import { pathHref } from "../../workflows";
import { CreateCallee } from "../called/create-callee";
import { useEditing, useEditorState } from "../context";
import type { Selection } from "../model/acts";
import { fixesFor } from "../model/fixes";
import type { KnownAgents } from "../model/fixes-agents";
import { NOT_TAKEN, ownerKey } from "../model/loose-fields";
import { type CallWay, callWay, ownerOf } from "../model/problems";
import { valueAt } from "../model/value-at";
import { useLoose } from "../use-loose";
import { useKnownAgents } from "./use-known-agents";
import { WorstCaseTable } from "./worst-case-table";

type ProblemsPanelProps = {
  readonly onShow: (problem: Pick<Problem, "path">) => Partial<Selection>;
  /** Leads to a field of what is chosen. */
  readonly onField: (key: string) => void;
};

/** What is wrong with the graph, as it is typed; pressing one shows it on the canvas. */
export function ProblemsPanel({ onShow, onField }: ProblemsPanelProps) {
  const { problems, worst } = useEditing();
  const known = useKnownAgents(problems);
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
          <Line
            key={`${problem.code}${problem.path}${problem.message}`}
            problem={problem}
            known={known}
            onShow={onShow}
            onField={onField}
          />
        ))}
      </ul>
      {worst ? <WorstCaseTable worst={worst} /> : null}
    </div>
  );
}

/** Nothing is published under the slug that stands at its place. */
const NOT_PUBLISHED = "W001";

type LineProps = ProblemsPanelProps & { readonly problem: Problem; readonly known: KnownAgents };

function Line({ problem, known, onShow, onField }: LineProps) {
  const { store, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const fixes = useMemo(
    () => (mayEdit ? fixesFor(graph, problem, known) : []),
    [graph, problem, known, mayEdit],
  );
  const way = useMemo(() => callWay(graph, problem), [graph, problem]);
  const { code, level, path, message } = problem;
  const meant = valueAt(graph, path);
  const loose = code === NOT_TAKEN;
  const show = () => {
    store.select(onShow(problem));
    if (loose) onField(ownerKey(ownerOf(graph, problem)));
  };
  return (
    <li className="rounded border">
      <button
        type="button"
        onClick={show}
        className="grid w-full gap-0.5 rounded px-3 py-2 text-left text-small hover:bg-hover"
      >
        <span className="flex items-baseline gap-2">
          <span className={cx("font-medium", level === "error" ? "text-failed-ink" : "text-degraded-ink")}>
            {level} {loose ? "" : code}
          </span>
          <span className="min-w-0 truncate font-mono text-ink-muted">{path || "/"}</span>
        </span>
        <span className="[overflow-wrap:anywhere]">{message}</span>
      </button>
      {loose ? <GiveUp problem={problem} /> : null}
      {problem.way && way ? <Way way={problem.way} shown={way} /> : null}
      {mayEdit && code === NOT_PUBLISHED && typeof meant === "string" ? (
        <div className="border-t px-2 py-1">
          <CreateCallee slug={meant} caller={graph} />
        </div>
      ) : null}
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

/** Lets go of what was typed: the field shows what is in the draft. */
function GiveUp({ problem }: { readonly problem: Problem }) {
  const loose = useLoose();
  const { graph } = useEditorState();
  return (
    <div className="border-t px-2 py-1">
      <Button size="small" look="quiet" onClick={() => loose.drop(ownerOf(graph, problem))}>
        <Undo2 aria-hidden /> Give it up
      </Button>
    </div>
  );
}

type WayProps = { readonly way: readonly CallStep[]; readonly shown: CallWay };

/** The calls that lead on without end; the canvas draws what of it is here, the call graph all of it. */
function Way({ way, shown }: WayProps) {
  const { store } = useEditing();
  const [own, ...others] = way;
  const back = way.at(-1)?.calls;
  return (
    <div className="grid gap-1 border-t px-2 py-1 text-small">
      <ol aria-label="Way of the calls" className="flex flex-wrap items-center gap-1">
        {shown.nodes.map((id) => (
          <li key={id} className="flex items-center gap-1">
            <Button size="small" look="quiet" onClick={() => store.select({ nodes: new Set([id]) })}>
              {id}
            </Button>
            <Then />
          </li>
        ))}
        {others.map(({ workflow, nodes }) => (
          <li key={workflow} className="flex items-center gap-1">
            <Link
              href={pathHref(way)}
              title={`Show ${workflow} in the call graph`}
              className="rounded-sm px-1 text-accent-ink hover:underline"
            >
              {workflow} <span className="font-mono text-ink-muted">{nodes.join(" → ")}</span>
            </Link>
            <Then />
          </li>
        ))}
        <li>{back === own?.workflow ? "this workflow again" : `${back} again`}</li>
      </ol>
      <Link
        href={pathHref(way)}
        className="flex items-center gap-1.5 px-2 py-1 text-accent-ink hover:underline"
      >
        <Route aria-hidden className="size-3.5" /> Draw it over the calls of all workflows
      </Link>
    </div>
  );
}

function Then() {
  return (
    <span aria-hidden className="text-ink-muted">
      →
    </span>
  );
}
