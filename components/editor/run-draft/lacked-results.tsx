"use client";
import { Play } from "lucide-react";
import { before } from "#server/engine/graph/trial";
import { kindOf } from "#server/engine/nodes/definitions";
import { Button } from "../../ui";
import { useEditorState } from "../context";
import { PinFields } from "../dry-run/pin-fields";

type LackedResultsProps = {
  readonly from: string;
  /** What is not known and must be. */
  readonly lacked: readonly string[];
  readonly onRunTo: () => void;
};

/** Before any run has ended nothing is known of what comes before a node: it is given here, or run first. */
export function LackedResults({ from, lacked, onRunTo }: LackedResultsProps) {
  const { graph } = useEditorState();
  const leading = before(graph, from);
  const given = Object.entries(graph.nodes).filter(([id]) => leading.has(id));
  if (given.length === 0) return null;
  return (
    <section aria-label="What comes before it" className="grid gap-2" data-testid="lacked-results">
      {lacked.length > 0 ? (
        <div className="grid gap-2 rounded bg-degraded-soft px-3 py-2 text-degraded-ink text-small">
          <p role="status" className="[overflow-wrap:anywhere]">
            No run of this workflow has ended yet, so it is not known what comes before {from} gives:{" "}
            {lacked.join(", ")}. Give it below, or run to {from} first.
          </p>
          <Button size="small" className="w-fit" onClick={onRunTo}>
            <Play aria-hidden /> Run to {from} instead
          </Button>
        </div>
      ) : null}
      {given.map(([id, node]) => (
        <fieldset key={id} className="grid min-w-0 gap-2 rounded border p-3">
          <legend className="px-1 text-small">
            What <span className="font-mono">{id}</span> gives
          </legend>
          <PinFields node={id} ports={kindOf(node).ports?.(node).names ?? []} />
        </fieldset>
      ))}
    </section>
  );
}
