"use client";
import { useContext, useDeferredValue, useMemo } from "react";
import { useEditorState } from "../context";
import { type LiveValue, liveValue } from "../model/live-value";
import { useTrial } from "../trial-context";
import { FormPlace } from "./use-completion";

type LiveLineProps = {
  /** The way from what the form is about to the field. */
  readonly field: readonly (string | number)[];
  readonly text: string;
  readonly as: "expression" | "template";
};

/** What the field gives with what the last run worked with, as it is typed. */
export function LiveLine({ field, text, as }: LiveLineProps) {
  const { graph } = useEditorState();
  const { lastRun } = useTrial();
  const place = useContext(FormPlace);
  const typed = useDeferredValue(text);
  const way = [...place, ...field].join("\u0000");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `way` says all of the place and the field
  const live = useMemo(
    () => liveValue(graph, [...place, ...field], { text: typed, as }, lastRun),
    [graph, way, typed, as, lastRun],
  );
  return live ? <Line live={live} of={lastRun ? "in the last run" : "always"} /> : null;
}

function Line({ live, of }: { readonly live: LiveValue; readonly of: string }) {
  if (live.kind === "error")
    return (
      <p data-testid="live-value" className="text-degraded-ink text-small [overflow-wrap:anywhere]">
        <span className="text-ink-muted">{of}: </span>
        {live.message}
      </p>
    );
  return (
    <p data-testid="live-value" className="text-small [overflow-wrap:anywhere]">
      <span className="text-ink-muted">
        {of}, {live.type}:{" "}
      </span>
      <code className="font-mono">{live.text}</code>
    </p>
  );
}
