import type { Actor, Event } from "../run/events.ts";
import type { TreeState } from "../run/state.ts";
import { boundGraphOf, definitionOf, runAt } from "../run/tree.ts";
import type { Visit } from "../simulation/people.ts";
import { drawFor } from "./draw.ts";
import { madeValue } from "./made-value.ts";
import { nodeKey, type Setup } from "./setup.ts";

const USUAL_MS = [1_000, 5_000] as const;

/** What the people of a dry run do: they approve, as many as are asked for, and send the signals that are waited for. */
export function visitsIn(setup: Setup, tree: TreeState, event: Event): readonly Visit[] {
  if (event.type !== "NodeStarted" || !event.awaits) return [];
  const { run, node, awaits } = event;
  const { slug } = boundGraphOf(tree, runAt(tree, run));
  const { durationMs = USUAL_MS, failureRate = 0, throws } = setup.behaviours[nodeKey(slug, node)] ?? {};
  const random = drawFor(setup.seed, `${run}:${node}:${event.at}`);
  const afterMs = Math.round(random.between(...durationMs));
  if (awaits.k === "approval") {
    const approve = !throws && random.next() >= failureRate;
    return people(awaits.assignees, awaits.quorum).map((actor) => ({
      afterMs,
      command: { type: "answer", run, node, approve, actor },
    }));
  }
  const definition = definitionOf(tree, runAt(tree, run), node).node;
  const schema = "outputSchema" in definition ? definition.outputSchema : undefined;
  const payload = schema ? madeValue(schema, random) : null;
  const [actor = someone(0)] = people(null, 1);
  return throws ? [] : [{ afterMs, command: { type: "signal", run, to: { node }, payload, actor } }];
}

function people(assignees: readonly string[] | null, quorum: number): readonly Actor[] {
  const names = assignees ?? [];
  return Array.from({ length: quorum }, (_, at) => {
    const name = names[at];
    return name === undefined ? someone(at) : { kind: "user", id: name, name };
  });
}

function someone(at: number): Actor {
  return { kind: "user", id: `dry-run-${at}`, name: `Person ${at + 1}` };
}
