"use client";
import { useMemo, useState } from "react";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { CodeFormat } from "../../graph-text";
import { Button, Confirm, CopyButton, ToggleChip } from "../../ui";
import { JsonEditor } from "../../ui/json-editor";
import { useEditing, useEditorState } from "../context";
import { checkCode, type ReadCode, readCode } from "../model/code";
import { type CodeState, isLoose, isOvertaken, shownText } from "../model/code-text";
import { completeCode } from "../model/complete-code";
import { useCodeState } from "../use-code-text";

/** The same graph as the file that it is. What is typed is on the canvas as soon as it can be read. */
export function CodePanel() {
  const { store, code, problems, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const state = useCodeState();
  const { format } = state;
  const text = useMemo(() => shownText(state, graph), [state, graph]);
  const read = useMemo(() => readCode(text, format, graph.slug), [text, format, graph.slug]);
  const loose = isLoose(state);
  const wrong = useMemo(
    () => errorsIn(read.ok ? (loose ? checkCode(read.graph) : problems) : read.problems),
    [read, loose, problems],
  );
  const [asked, setAsked] = useState<CodeFormat | null>(null);
  return (
    <div className="grid gap-2" data-testid="code">
      <div className="flex items-center justify-between gap-2">
        <fieldset className="flex shrink-0 gap-1">
          <legend className="sr-only">Written as</legend>
          {FORMATS.map(({ as, label }) => (
            <ToggleChip
              key={as}
              pressed={format === as}
              onChange={() => (loose && as !== format ? setAsked(as) : as !== format && code.write(as))}
            >
              {label}
            </ToggleChip>
          ))}
        </fieldset>
        <CopyButton text={text} label="Copy the code" />
      </div>
      <Standing state={state} graph={graph} read={read} />
      <JsonEditor
        key={format}
        as={format}
        label={format === "json" ? "Workflow as JSON" : "Workflow as YAML"}
        value={text}
        onChange={(next) => code.type(store, next)}
        readOnly={!mayEdit}
        problems={wrong}
        suggest={mayEdit ? (typed, at) => completeCode(store.get().graph, typed, at, format) : undefined}
        maxHeight="calc(100dvh - 180px)"
      />
      <Confirm
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title="Write the graph anew?"
        verb="Write it anew"
        keep="Keep the text"
        busy={false}
        onConfirm={() => {
          if (asked) code.write(asked);
          setAsked(null);
        }}
      >
        What was typed is not on the canvas: in the other format it would be lost.
      </Confirm>
    </div>
  );
}

const FORMATS = [
  { as: "json", label: "JSON" },
  { as: "yaml", label: "YAML" },
] as const;

function errorsIn(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ level }) => level === "error");
}

type StandingProps = { readonly state: CodeState; readonly graph: Graph; readonly read: ReadCode };

/** How the text stands to what is on the canvas, and what can be done where it is another. */
function Standing({ state, graph, read }: StandingProps) {
  const { store, code, mayEdit } = useEditing();
  const overtaken = useMemo(
    () => state.typed !== null && isOvertaken(state.typed, graph),
    [state.typed, graph],
  );
  const loose = isLoose(state);
  return (
    <div className="grid gap-1.5 text-small">
      <p role="status" className="text-ink-muted [overflow-wrap:anywhere]">
        {wordOf(read, state, overtaken)}
      </p>
      {loose && mayEdit ? (
        <div className="flex flex-wrap gap-2">
          {overtaken ? (
            <Button size="small" disabled={!read.ok} onClick={() => code.put(store)}>
              Put its changes on the canvas
            </Button>
          ) : null}
          <Button size="small" look="quiet" onClick={() => code.write()}>
            Take the graph’s text
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function wordOf(read: ReadCode, state: CodeState, overtaken: boolean): string {
  const why = read.ok ? (isLoose(state) ? state.typed.refusal : null) : (read.problems[0]?.message ?? "");
  if (overtaken)
    return `The workflow has changed since this text was begun, which is kept here and is not on the canvas${why ? `: ${why}` : "."}`;
  if (!read.ok) return `The canvas shows the last text that could be read as a graph: ${why}`;
  if (why !== null) return `The canvas shows the last text that could be drawn: ${why}`;
  if (read.comments)
    return "Comments are not kept: a graph has no place for them. Use descriptions and notes.";
  return "The same graph as the file that it is. What you type is on the canvas at once.";
}
