"use client";
import { Play } from "lucide-react";
import type { GraphNode } from "#server/engine/graph/graph";
import { kindOf } from "#server/engine/nodes/definitions";
import { useMay } from "../../providers";
import { Button } from "../../ui";
import { useEditorState } from "../context";
import { PinFields } from "../dry-run/pin-fields";
import { TrialFields } from "../dry-run/trial-fields";
import { canFail } from "../model/kinds";
import type { Part } from "../model/trial/part";
import { FoldSummary } from "./fold-summary";

type TryItProps = { readonly id: string; readonly node: GraphNode; readonly onRun: (part: Part) => void };

/** Runs, pins and stops of one node. Nothing of it stands in the graph. */
export function TryIt({ id, node, onRun }: TryItProps) {
  const { graph } = useEditorState();
  const mayRun = useMay("run.startDraft");
  const kind = kindOf(node);
  return (
    <details className="min-w-0 border-t pt-2" data-testid="try-it">
      <FoldSummary>Try it</FoldSummary>
      <div className="grid min-w-0 gap-3 pt-3 pb-2">
        {mayRun ? (
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => onRun({ until: id })}>
              <Play aria-hidden /> Run to here
            </Button>
            <Button size="small" onClick={() => onRun({ from: id })}>
              <Play aria-hidden /> Run from here
            </Button>
            <Button size="small" onClick={() => onRun({ from: id, until: id })}>
              <Play aria-hidden /> Run this node
            </Button>
          </div>
        ) : null}
        {kind.last ? null : <PinFields key={id} node={id} ports={kind.ports?.(node).names ?? []} />}
        <TrialFields slug={graph.slug} node={id} calls={canFail(node)} />
      </div>
    </details>
  );
}
