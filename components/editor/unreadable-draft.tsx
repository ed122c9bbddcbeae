"use client";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import { codeOf } from "../graph-text";
import { messageOf, useMay, useTRPC } from "../providers";
import { PageHeader } from "../shell";
import { Button } from "../ui";
import { JsonEditor, type Shown } from "../ui/json-editor";
import { readCode } from "./model/code";

type UnreadableProps = {
  readonly workflow: WorkflowDetail;
  readonly draft: DraftDetail | null;
  readonly onRead: (graph: Graph, hash: string) => void;
};

const MOST = 20;

function placeOf(problem: Problem | undefined, focused: boolean): Shown | undefined {
  return problem && { path: problem.path, focused };
}

/** A draft that is no graph, as code: once it is one, it can be drawn. */
export function UnreadableDraft({ workflow: { slug, name }, draft, onRead }: UnreadableProps) {
  const trpc = useTRPC();
  const mayEdit = useMay("workflow.saveDraft");
  const [text, setText] = useState(() => codeOf(draft?.graph ?? null));
  const read = useMemo(() => readCode(text), [text]);
  const problems = read.ok ? [] : read.problems;
  // The first is in view from the beginning, without taking the keyboard along.
  const [shown, setShown] = useState<Shown | undefined>(() => placeOf(problems[0], false));
  const save = useMutation(trpc.workflows.saveDraft.mutationOptions());
  const go = () => {
    if (!read.ok) return;
    const base = draft ? { base: draft.draft.hash } : {};
    save.mutate(
      { slug, graph: read.graph, ...base },
      { onSuccess: ({ draft: saved }) => onRead(read.graph, saved.hash) },
    );
  };
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Workflows", href: "/workflows" },
          { label: name, href: `/workflows/${slug}` },
          { label: "Edit" },
        ]}
      />
      <div className="grid min-h-0 grow content-start gap-3 overflow-y-auto p-4">
        <h1 className="font-semibold text-title">The draft cannot be drawn</h1>
        <p className="max-w-[72ch]">
          It has not the shape of a graph. Correct what is marked, and it will be drawn.
        </p>
        {problems.length > 0 ? (
          <ul
            aria-label="What is wrong with it"
            className="grid max-w-[72ch] gap-1.5"
            data-testid="unreadable"
          >
            {problems.slice(0, MOST).map((problem) => (
              <li key={`${problem.path}${problem.message}`}>
                <button
                  type="button"
                  className="grid w-full gap-0.5 rounded border px-3 py-2 text-left text-small hover:bg-hover"
                  onClick={() => setShown(placeOf(problem, true))}
                >
                  <span className="font-mono text-ink-muted [overflow-wrap:anywhere]">
                    {problem.path || "/"}
                  </span>
                  <span className="text-failed-ink [overflow-wrap:anywhere]">{problem.message}</span>
                </button>
              </li>
            ))}
            {problems.length > MOST ? (
              <li className="text-ink-muted text-small">{problems.length - MOST} more like these.</li>
            ) : null}
          </ul>
        ) : null}
        <JsonEditor
          label="Draft as JSON"
          value={text}
          onChange={setText}
          readOnly={!mayEdit}
          problems={problems}
          shown={shown}
          maxHeight="60dvh"
        />
        {save.error ? (
          <p role="alert" className="text-failed-ink">
            {messageOf(save.error)}
          </p>
        ) : null}
        {mayEdit ? (
          <Button look="primary" className="w-fit" onClick={go} disabled={!read.ok} busy={save.isPending}>
            Save and draw
          </Button>
        ) : null}
      </div>
    </>
  );
}
