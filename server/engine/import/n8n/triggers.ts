import { groupBy } from "../../graph/topology.ts";
import { quoted } from "../graph-maker.ts";
import { kindOf } from "./passing.ts";
import type { N8nEdge, N8nNode } from "./shape.ts";

const TRIGGER = /trigger$|^(?:webhook|start|cron|interval|emailReadImap|rssFeedRead)$/i;

export function isTrigger(node: Pick<N8nNode, "type">): boolean {
  return TRIGGER.test(kindOf(node));
}

/** Where runs of a workflow start. */
export type Starts = {
  readonly triggers: readonly string[];
  /** The trigger of a run that names none in its input; `null` = all triggers lead to the same. */
  readonly usual: string | null;
  /** Nodes that no trigger leads to, which n8n never runs. */
  readonly never: ReadonlySet<string>;
};

export function startsOf(nodes: readonly N8nNode[], edges: readonly N8nEdge[]): Starts {
  const main = edges.filter(({ type }) => type === "main");
  const led = new Set(main.map(({ target }) => target));
  const triggers = nodes.filter((node) => isTrigger(node) && !led.has(node.name));
  const out = groupBy(main, ({ source }) => source);
  const reached = triggers.map(({ name }) => reachedFrom([name], out));
  const behind = new Set(reached.flatMap((names) => [...names]));
  const same = reached.every((names) => names.size === reached[0]?.size && isSame(names, reached[0]));
  const starting = triggers.filter((node) => !node.disabled && kindOf(node) !== "errorTrigger");
  return {
    triggers: triggers.map(({ name }) => name),
    usual: same ? null : ((starting[0] ?? triggers[0])?.name ?? null),
    never: new Set(
      triggers.length === 0 ? [] : nodes.map(({ name }) => name).filter((name) => !behind.has(name)),
    ),
  };
}

/** Names behind others, and these. What a trigger itself is called tells nothing of what it leads to. */
function reachedFrom(
  names: readonly string[],
  out: ReadonlyMap<string, readonly N8nEdge[]>,
): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of found) for (const { target } of out.get(name) ?? []) found.add(target);
  return found;
}

/** Whether two triggers lead to the same, each itself left out. */
function isSame(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const [own] = names;
  const [other] = others;
  return [...names].every((name) => name === own || (name !== other && others.has(name)));
}

/** When a run starts at a trigger, where there are several that lead to different things. */
export function startsAt({ triggers, usual }: Starts, name: string): string | undefined {
  if (usual === null || !triggers.includes(name)) return undefined;
  return `input.?trigger.orValue(${quoted(usual)}) == ${quoted(name)}`;
}
