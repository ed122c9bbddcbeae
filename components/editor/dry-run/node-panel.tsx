"use client";
import type { NodeState } from "#server/engine/dry-run/node-states";
import type { Graph } from "#server/engine/graph/graph";
import { kindOf } from "#server/engine/nodes/definitions";
import { placeLook } from "../../inspector";
import { JsonView } from "../../ui";
import { canFail } from "../model/kinds";
import type { Look } from "../model/trial/messages";
import { PinFields } from "./pin-fields";
import { StopList } from "./stop-list";
import { TrialFields } from "./trial-fields";

type NodePanelProps = { readonly look: Look; readonly graph: Graph; readonly draft: string };

/** The node that is chosen, as it stands in the run that is looked at, and how it is to behave; else the run itself. */
export function NodePanel({ look, graph, draft }: NodePanelProps) {
  const id = look.node?.id;
  const node = id !== undefined && Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
  if (id === undefined || !node) return <RunItself look={look} />;
  const kind = kindOf(node);
  return (
    <div className="grid gap-3" data-testid="dry-node">
      <h2 className="font-medium">{node.name ?? id}</h2>
      <State state={look.nodes.find(([name]) => name === id)?.[1]} />
      {look.node?.output === undefined ? null : <Value title="Output" value={look.node.output} />}
      <TrialFields slug={look.slug} node={id} calls={canFail(node)} />
      {look.slug === draft && !kind.last ? (
        <PinFields key={id} node={id} ports={kind.ports?.(node).names ?? []} given={look.node?.output} />
      ) : null}
      <p className="text-ink-muted text-small">
        Breakpoints count at once; errors, times and pins when the dry run starts again.
      </p>
      <StopList />
    </div>
  );
}

function State({ state }: { readonly state: NodeState | undefined }) {
  if (!state) return <p className="text-ink-muted text-small">not reached yet</p>;
  const { status, source, attempts, failure, degraded } = state;
  return (
    <>
      <p className="text-ink-muted text-small">
        {placeLook(status, degraded).word}
        {source ? `, its result is ${source}` : ""}
        {attempts > 1 ? `, ${attempts} attempts` : ""}
      </p>
      {failure ? (
        <p className="text-failed-ink text-small">
          {failure.code}: {failure.message}
        </p>
      ) : null}
    </>
  );
}

function RunItself({ look }: { readonly look: Look }) {
  const { input, output, failure } = look;
  return (
    <div className="grid gap-3">
      <Value title="Input of the run" value={input} />
      {output === undefined ? null : <Value title="Output of the run" value={output} />}
      {failure ? (
        <p className="text-failed-ink">
          {failure.code}: {failure.message}
        </p>
      ) : null}
      <StopList />
    </div>
  );
}

export function Value({ title, value }: { readonly title: string; readonly value: Look["input"] }) {
  return (
    <section>
      <h3 className="mb-1 font-medium text-ink-muted text-small">{title}</h3>
      <div className="max-h-72 overflow-auto rounded border p-2">
        <JsonView value={value} label={title} />
      </div>
    </section>
  );
}
