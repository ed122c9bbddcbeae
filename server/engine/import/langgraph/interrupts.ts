import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import type { GraphMaker, Thing } from "../graph-maker.ts";
import { END, type LangGraph, type LangNode, START } from "./shape.ts";

type Side = "before" | "after";
/** Where a run stops for people: at which side of which node, and where the file says so. */
export type Interrupts = (id: string, node: LangNode | undefined) => readonly (readonly [Side, Thing])[];

/** Approvals around nodes: a run comes to the one before, and goes on from the one behind. */
export type Gates = { readonly entry: Map<string, string>; readonly exit: Map<string, string> };

const HUMAN = /^(?:interrupt|human|human_(?:input|approval|review|feedback|node)|ask_human)$/i;
const SIDES = ["before", "after"] as const;

/** Whether people do what a node does. */
export function isHuman({ id, type = "" }: LangNode, name: string): boolean {
  return /^(?:interrupt|human)$/i.test(type) || HUMAN.test(name) || HUMAN.test(id.split(":").at(-1) ?? "");
}

/** As the graph was compiled, with lists of names or `*`; or as each node is marked in a drawing of it. */
export function interruptsOf(graph: LangGraph): Interrupts {
  const lists = SIDES.flatMap((side) => listsOf(graph, side));
  return (id, node) => {
    const local = id.split(":").at(-1);
    if (local === START || local === END) return [];
    const marked = node ? marksOf(node) : [];
    return SIDES.flatMap((side) => {
      const thing = lists.find(
        (list) => list.side === side && (list.name === id || (list.name === "*" && local === id)),
      )?.thing;
      const own = marked.includes(side) ? { place: `/nodes/${node?.at}/metadata`, what: id } : undefined;
      const found = thing ?? own;
      return found ? [[side, found] as const] : [];
    });
  };
}

function marksOf({ metadata }: LangNode): readonly string[] {
  const marks = metadata?.["__interrupt"] ?? metadata?.["interrupt"];
  const list = typeof marks === "string" ? marks.split(",") : Array.isArray(marks) ? marks.map(String) : [];
  return list.map((mark) => mark.trim().toLowerCase());
}

type Listed = { readonly side: Side; readonly name: string; readonly thing: Thing };

function listsOf(graph: LangGraph, side: Side): readonly Listed[] {
  const keys = [`interrupt_${side}`, `interrupt${side === "before" ? "Before" : "After"}`];
  return keys.flatMap((key) => {
    const given = graph[key] as Json | undefined;
    if (typeof given === "string") return [{ side, name: given, thing: { place: `/${key}`, what: given } }];
    if (!Array.isArray(given)) return [];
    return given.flatMap((name, at) =>
      typeof name === "string" ? [{ side, name, thing: { place: `/${key}/${at}`, what: name } }] : [],
    );
  });
}

export function approvalOf(name: string): GraphNode {
  return { kind: "approval", title: shownText(name, 200) || "Go on?" };
}

/** Adds the approvals around a node that is there. */
export function addGates(
  maker: GraphMaker,
  id: string,
  found: ReturnType<Interrupts>,
  { entry, exit }: Gates,
): void {
  const node = maker.names.find(id);
  if (node === undefined) return;
  for (const [side, thing] of found) {
    const gate = maker.names.fresh(`${side}_${node}`);
    const details = side === "after" ? { details: `= nodes.${node}.output` } : {};
    maker.add(gate, {
      ...approvalOf(`${side === "before" ? "Go on to" : "Go on behind"} ${node}?`),
      ...details,
    } as GraphNode);
    const [source, target] = side === "before" ? [gate, node] : [node, gate];
    maker.connect({ source, target }, thing);
    (side === "before" ? entry : exit).set(id, gate);
    maker.note(
      "approximated",
      thing,
      `A run stopped ${side} it: here people approve or deny, and change nothing of its state.`,
      gate,
    );
  }
}

/** Names in the lists that no node has. */
export function noteUnknown(maker: GraphMaker, graph: LangGraph, known: ReadonlySet<string>): void {
  for (const { name, thing } of SIDES.flatMap((side) => listsOf(graph, side)))
    if (name !== "*" && !known.has(name)) maker.note("dropped", thing, "There is no such node to stop at.");
}
