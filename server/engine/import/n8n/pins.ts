import type { Graph } from "../../graph/graph.ts";
import { whyNotPinned } from "../../graph/trial.ts";
import type { NodeId } from "../../ids.ts";
import type { Json } from "../../values/json.ts";
import type { GraphMaker } from "../graph-maker.ts";
import type { ImportedPins } from "../report.ts";
import type { Data, N8nFlow } from "./flow.ts";
import { recordOf } from "./reader.ts";

/** Data that is pinned there to a node: it is a list of items, of which a node here gives one. */
export function pinsOf(
  maker: GraphMaker,
  graph: Graph,
  pinData: Readonly<Record<string, Json>>,
  whole: ReadonlySet<string>,
  flow: Pick<N8nFlow, "leaving">,
): ImportedPins {
  const pins: Record<string, { readonly output: Json }> = {};
  for (const [name, data] of Object.entries(pinData)) {
    const node = maker.names.find(name);
    const made =
      node === undefined
        ? { not: "its node is not there" }
        : pinOf(graph, node, data, {
            whole: whole.has(name),
            ...formOf(flow.leaving(name)),
          });
    const thing = { place: `/pinData/${name}`, what: name };
    if (node === undefined || "not" in made)
      maker.note("dropped", thing, `Pinned data is not kept: ${"not" in made ? made.not : ""}.`);
    else {
      pins[node] = { output: made.output };
      maker.note(made.fate, thing, made.message, node);
    }
  }
  return pins;
}

type Form = {
  /** The item is the whole answer of a request already. */
  readonly whole: boolean;
  /** Steps to what is the whole output here. */
  readonly without: readonly string[];
  /** Where in the output here it stands. */
  readonly within: readonly string[];
};

function formOf([first]: Data): Pick<Form, "without" | "within"> {
  return { without: first?.without ?? [], within: first?.within ?? [] };
}

function standing(json: Json, within: readonly string[]): Json {
  return within.reduceRight<Json>((inner, step) => (step === "0" ? [inner] : { [step]: inner }), json);
}

function pinOf(graph: Graph, node: NodeId, data: Json, { whole, without, within }: Form) {
  const items = Array.isArray(data) ? (data as readonly Json[]) : [data];
  const [item] = items;
  const not = item === undefined ? "there is none" : whyNotPinned(graph, node, {});
  if (item === undefined || not !== null) return { not };
  // What expressions read of an item.
  const said = recordOf(item)["json"] ?? item;
  const json = without.reduce((at, step) => recordOf(at)[step] ?? at, said);
  const output =
    graph.nodes[node]?.kind === "http" && !whole
      ? { status: 200, headers: {}, body: json }
      : standing(json, within);
  return items.length === 1
    ? ({ output, fate: "mapped", message: "Pinned to the node of the draft." } as const)
    : ({
        output,
        fate: "approximated",
        message: `It was ${items.length} items: the first is pinned.`,
      } as const);
}
