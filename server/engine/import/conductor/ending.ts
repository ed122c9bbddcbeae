import { GRAPH_CAPS } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import type { Thing } from "../graph-maker.ts";
import { wholeOf } from "./fork.ts";
import { arrive, type Exit, type Reading } from "./reading.ts";
import { scopeOf } from "./scope.ts";
import type { Conductor } from "./shape.ts";
import { translate } from "./templates.ts";

/** What a run ends with: its output parameters; without any, what its last task gave. A round of a loop gives what the next may read. */
export function endWith(reading: Reading, conductor: Conductor, exits: readonly Exit[], base: string): void {
  if (reading.round) endRound(reading, exits, base);
  else if (conductor.outputParameters && Object.keys(conductor.outputParameters).length > 0)
    addOutput(reading, conductor.outputParameters, exits, `${base}/outputParameters`);
  else endWithLast(reading, exits, base);
}

function addOutput(
  reading: Reading,
  parameters: NonNullable<Conductor["outputParameters"]>,
  exits: readonly Exit[],
  place: string,
): void {
  const { maker } = reading;
  const thing = { place, what: "output parameters" };
  if (exits.length === 0) {
    maker.note("dropped", thing, "The run ends before it comes to them.");
    return;
  }
  const { value, strange } = translate(parameters, scopeOf(reading));
  const id = addEnd(reading, value, exits, thing);
  if (strange.length > 0)
    maker.note(
      "approximated",
      thing,
      `Nothing here is the same as ${strange.join(", ").slice(0, 300)}: it stands as text.`,
      id,
    );
  else maker.note("mapped", thing, "What a run ends with.", id);
}

function addEnd(reading: Reading, output: Json, exits: readonly Exit[], thing: Thing): string {
  const { maker } = reading;
  const id = maker.add(maker.names.fresh("output"), { kind: "end", output });
  arrive(reading, exits, id, thing);
  return id;
}

/** Of one task alone a run ends with it anyway, unless it is called by other names there. */
function endWithLast(reading: Reading, exits: readonly Exit[], base: string): void {
  const { maker } = reading;
  const ends = [...new Set(exits.map(({ source }) => source))];
  const [only] = ends;
  if (only === undefined) return;
  const names = ends.map((end) => maker.names.foreign(end)).reverse();
  const output = names.reduceRight((rest, name) => {
    const own = wholeOf(reading, name);
    return rest === "" ? own : `(${own} == null ? dyn(${rest}) : dyn(${own}))`;
  }, "");
  if (ends.length === 1 && output === `nodes.${only}.output`) return;
  if (output === "null" || output.length > GRAPH_CAPS.expressionBytes) {
    maker.note(
      "approximated",
      { place: `${base}/tasks`, what: "output" },
      `A run ends with what ${names.slice(0, 10).join(", ")} gives, which has another form there.`,
      only,
    );
    return;
  }
  addEnd(reading, `= ${output}`, exits, { place: `${base}/tasks`, what: "output" });
}

/** What was not done in this round is as it was in the one before. */
function endRound(reading: Reading, exits: readonly Exit[], base: string): void {
  const { tasks, variables, round } = reading;
  if (exits.length === 0) return;
  const scope = scopeOf(reading);
  const outputs = [...tasks.keys()].map((name) => [name, `= ${rawOf(reading, name)}`] as const);
  const given = [...new Set([...variables.keys(), ...(round?.writes ?? [])])].map(
    (name) => [name, `= ${scope.variable([name]) ?? "null"}`] as const,
  );
  const output = {
    iteration: "= input.iteration",
    tasks: Object.fromEntries(outputs),
    variables: Object.fromEntries(given),
  };
  addEnd(reading, output, exits, { place: base, what: "round" });
}

function rawOf(reading: Reading, name: string): string {
  const place = scopeOf(reading).task(name);
  if (!place) return "null";
  return place.optional ? `${place.cel}.orValue(null)` : place.cel;
}
