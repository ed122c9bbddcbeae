import type { GraphNode } from "../../graph/graph.ts";
import { shownText } from "../foreign-names.ts";
import type { GraphMaker } from "../graph-maker.ts";
import { approvalOf, isHuman } from "./interrupts.ts";
import type { Level } from "./level.ts";
import { nameIn } from "./roles.ts";
import type { LangNode } from "./shape.ts";
import type { State } from "./state.ts";

const LONGEST_TASK = 120;

/** Where a node of the file is placed. `key`: its id among those of its level. */
export type Placed = {
  readonly maker: GraphMaker;
  readonly level: Level;
  readonly state: State;
  readonly prefix: string;
  readonly key: string;
};

export function addOne({ maker, level, state, prefix, key }: Placed, own: LangNode): void {
  const thing = { place: `/nodes/${own.at}`, what: own.id };
  if (key === level.start) {
    maker.note("mapped", thing, "A run starts at the nodes without incoming edges.");
    return;
  }
  const node = maker.names.of(key);
  const handed = state.handed(key);
  const given = handed === undefined ? undefined : `= ${handed}`;
  if (key === level.end) {
    maker.add(node, { kind: "end", ...(given === undefined ? {} : { output: given }) });
    maker.note("mapped", thing, "A run ends here.", node);
    return;
  }
  const { kind, message } = kindOf(own, labelOf(own, prefix), node, given);
  maker.add(node, kind);
  maker.note("approximated", thing, message, node);
}

type Known = { readonly kind: GraphNode; readonly message: string };

/** What the file calls what a node does. */
export function labelOf({ id, name, data }: LangNode, prefix: string): string {
  return name ?? nameIn(data) ?? id.slice(prefix.length);
}

function kindOf(own: LangNode, label: string, node: string, given: string | undefined): Known {
  if (isHuman(own, label))
    return {
      kind: approvalOf(label),
      message: "Something that people do: here they approve or deny, and what else they say is not kept.",
    };
  if (own.type === "schema")
    return {
      kind: { kind: "transform", output: given ?? "= input" },
      message: "It says what shape the data has there: here that is passed on unseen.",
    };
  const shown = shownText(label, label.length);
  const task = shown === "" || shown.length > LONGEST_TASK || shown.startsWith("banyan:") ? node : shown;
  const input = given === undefined ? {} : { input: given };
  return {
    kind: { kind: "task", task, ...input, retry: { maxAttempts: 1 } },
    message: `What it does is code, which is not in the file. Register a task named "${task}", or put another node here.`,
  };
}
