"use client";
import { useEffect, useRef, useState } from "react";
import { CopyButton } from "../../ui";
import { JsonEditor } from "../../ui/json-editor";
import { useEditing, useEditorState } from "../context";
import { codeEdit, codeOf, readCode } from "../model/code";

/** The same graph as the file that it is. What is typed is on the canvas as soon as it can be read. */
export function CodePanel() {
  const { store, problems, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const [text, setText] = useState(() => codeOf(graph));
  /** The graph that the text stands for. */
  const shown = useRef(graph);
  useEffect(() => {
    // What was changed elsewhere is written anew; what was typed here stays as it was typed.
    if (graph === shown.current) return;
    shown.current = graph;
    setText(codeOf(graph));
  }, [graph]);
  const read = readCode(text);
  const type = (next: string) => {
    setText(next);
    const typed = readCode(next);
    if (!typed.ok || !store.do(codeEdit(store.get().graph, typed.graph))) return;
    shown.current = store.get().graph;
  };
  return (
    <div className="grid gap-2" data-testid="code">
      <div className="flex items-center justify-between gap-2">
        <p role="status" className="text-ink-muted text-small">
          {read.ok
            ? "The same graph as the file that it is. What you type is on the canvas at once."
            : "The canvas shows the last text that could be read as a graph."}
        </p>
        <CopyButton text={text} label="Copy the code" />
      </div>
      <JsonEditor
        label="Workflow as JSON"
        value={text}
        onChange={type}
        readOnly={!mayEdit}
        problems={read.ok ? problems.filter(({ level }) => level === "error") : read.problems}
        maxHeight="calc(100dvh - 160px)"
      />
    </div>
  );
}
