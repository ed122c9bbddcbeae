import { optionalPath } from "../graph-maker.ts";
import { optionalAt, readAt } from "./outputs.ts";
import { hasRun, surelyRan } from "./ran.ts";
import type { Reading } from "./reading.ts";
import { carry } from "./round.ts";

/** What a variable is: what was last given to it in this graph, in the round before, or around the loop. */
export function variableAt(reading: Reading, [name, ...steps]: readonly string[]): string | null {
  if (name === undefined) return null;
  const own = givenHere(reading, name);
  const [last, ...earlier] = own.surely ? own.latest : [...own.latest, ...givenBefore(reading, name)];
  if (last === undefined) return null;
  return readAt({ cel: last + earlier.map((each) => `.or(${each})`).join(""), optional: true }, steps);
}

type Latest = {
  readonly latest: readonly string[];
  /** The last of them is there whatever way was taken. */
  readonly surely: boolean;
};

/** From the latest on, up to the first that was given for sure. */
function givenHere(reading: Reading, name: string): Latest {
  const latest: string[] = [];
  for (const { by, cel } of [...(reading.variables.get(name) ?? [])].reverse()) {
    if (!hasRun(reading, by)) continue;
    latest.push(cel);
    // A loop may have given nothing.
    if (reading.tasks.get(by)?.type === "SET_VARIABLE" && surelyRan(reading, by))
      return { latest, surely: true };
  }
  return { latest, surely: false };
}

function givenBefore({ round }: Reading, name: string): readonly string[] {
  if (!round) return [];
  const outside = round.outer.variable([name]);
  return [
    ...(round.writes.has(name) ? [`input.?previous.?variables${optionalPath([name])}`] : []),
    ...(outside === null
      ? []
      : [optionalAt({ cel: carry(round, `variable ${name}`, outside), optional: false }, [])]),
  ];
}
