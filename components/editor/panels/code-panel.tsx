"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Problem } from "#server/engine/graph/graph";
import { type CodeFormat, codeOf } from "../../graph-text";
import { CopyButton, ToggleChip } from "../../ui";
import { JsonEditor } from "../../ui/json-editor";
import { useEditing, useEditorState } from "../context";
import { checkCode, codeEdit, type ReadCode, readCode } from "../model/code";
import { completeCode } from "../model/complete-code";

/** The same graph as the file that it is. What is typed is on the canvas as soon as it can be read. */
export function CodePanel() {
  const { store, problems, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const [format, setFormat] = useState<CodeFormat>("json");
  const [text, setText] = useState(() => codeOf(graph));
  /** The graph that the text stands for. */
  const shown = useRef(graph);
  useEffect(() => {
    // What was changed elsewhere is written anew; what was typed here stays as it was typed.
    if (graph === shown.current) return;
    shown.current = graph;
    setText(codeOf(graph, format));
    setRefused(null);
  }, [graph, format]);
  const read = useMemo(() => readCode(text, format), [text, format]);
  /** Why what was typed is not on the canvas although it is a graph; `null` = it is. */
  const [refused, setRefused] = useState<string | null>(null);
  const wrong = useMemo(
    () => errorsIn(read.ok ? (refused === null ? problems : checkCode(read.graph)) : read.problems),
    [read, refused, problems],
  );
  const type = (next: string) => {
    setText(next);
    const typed = readCode(next, format);
    const refusal = typed.ok ? store.attempt(codeEdit(store.get().graph, typed.graph)) : null;
    setRefused(refusal);
    if (typed.ok && refusal === null) shown.current = store.get().graph;
  };
  const write = (as: CodeFormat) => {
    setFormat(as);
    setText(codeOf(graph, as));
    setRefused(null);
  };
  return (
    <div className="grid gap-2" data-testid="code">
      <div className="flex items-center justify-between gap-2">
        <fieldset className="flex shrink-0 gap-1">
          <legend className="sr-only">Written as</legend>
          {FORMATS.map(({ as, label }) => (
            <ToggleChip key={as} pressed={format === as} onChange={() => write(as)}>
              {label}
            </ToggleChip>
          ))}
        </fieldset>
        <CopyButton text={text} label="Copy the code" />
      </div>
      <p role="status" className="text-ink-muted text-small">
        {wordOf(read, refused)}
      </p>
      <JsonEditor
        key={format}
        as={format}
        label={format === "json" ? "Workflow as JSON" : "Workflow as YAML"}
        value={text}
        onChange={type}
        readOnly={!mayEdit}
        problems={wrong}
        suggest={mayEdit ? (typed, at) => completeCode(store.get().graph, typed, at, format) : undefined}
        maxHeight="calc(100dvh - 180px)"
      />
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

function wordOf(read: ReadCode, refused: string | null): string {
  if (!read.ok) return "The canvas shows the last text that could be read as a graph.";
  if (refused !== null) return `The canvas shows the last text that could be drawn: ${refused}`;
  if (read.comments)
    return "Comments are not kept: a graph has no place for them. Use descriptions and notes.";
  return "The same graph as the file that it is. What you type is on the canvas at once.";
}
