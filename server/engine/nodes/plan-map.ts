import type { NodeId, RunNo } from "../ids.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, refused } from "../run/deciding.ts";
import { placeAttempt } from "../run/place.ts";
import { failNode, failSlot } from "../run/settle.ts";
import type { MapState, RunState } from "../run/state.ts";
import { definitionOf, nodeOf, runAt } from "../run/tree.ts";
import type { Stored } from "../values/json.ts";
import { completeNode } from "./complete.ts";
import { listIn, orDecision, templateIn } from "./evaluate.ts";
import { type MapNode, mapProgress } from "./map-progress.ts";
import { startChild } from "./plan-child.ts";
import { scopeOf } from "./scope.ts";

/** Opens the map: its list is evaluated once and written into the event. */
export function planMap(deciding: Deciding, run: RunState, id: NodeId, node: MapNode): Decision {
  const list = listIn(deciding, node.over, scopeOf(deciding.tree, run), `node ${id}, over`);
  const fail = (cause: Parameters<typeof failNode>[3]) =>
    decided(deciding, failNode(deciding.tree, run.no, id, cause));
  if (list.kind !== "list") return orDecision(list, fail);
  return decided(deciding, [{ type: "NodeStarted", run: run.no, node: id, items: list.items }], list.blobs);
}

/** Starts the next item, or ends the map when its join is decided. */
export function planItem(deciding: Deciding, at: { readonly run: RunNo; readonly node: NodeId }): Decision {
  const run = runAt(deciding.tree, at.run);
  const { node } = definitionOf(deciding.tree, run, at.node);
  const map = nodeOf(run, at.node)?.map;
  if (node.kind !== "map" || !map) return refused("IDLE");
  const progress = mapProgress(node, map);
  switch (progress.do) {
    case "hold":
      return refused("IDLE");
    case "complete":
      return completeNode(deciding, at, { result: { collect: true } });
    case "fail":
      return decided(deciding, failNode(deciding.tree, run.no, at.node, progress.failure));
    case "start":
      return startItem(deciding, run, at.node, node, map);
  }
}

function startItem(deciding: Deciding, run: RunState, id: NodeId, node: MapNode, map: MapState): Decision {
  const item = map.next;
  const value: Stored = map.items[item] ?? null;
  const ref = { run: run.no, node: id, item };
  const { body } = node;
  if (body.kind === "subworkflow") return startChild(deciding, ref, body, { item: value, index: item });
  const scope = scopeOf(deciding.tree, run, { item: value, index: item });
  const source = body.kind === "task" ? (body.input ?? "= item") : body.output;
  const rendered = templateIn(
    deciding,
    source,
    scope,
    `node ${id}, item ${item}, ${body.kind === "task" ? "input" : "output"}`,
  );
  if (rendered.kind !== "value")
    return orDecision(rendered, (cause) => decided(deciding, failSlot(deciding.tree, ref, cause)));
  if (body.kind === "task")
    return decided(deciding, placeAttempt(deciding, ref, body.task, 1, rendered.stored), rendered.blobs);
  return decided(
    deciding,
    [{ type: "ItemCompleted", ...ref, result: { output: rendered.stored } }],
    rendered.blobs,
  );
}
