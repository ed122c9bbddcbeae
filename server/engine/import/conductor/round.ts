import { optionalPath } from "../graph-maker.ts";
import type { Scope } from "./templates.ts";

/** What the body of a loop, which is a graph of its own, reads of what stands around it. */
export type Round = {
  readonly loop: string;
  readonly outer: Scope;
  /** What is handed in besides, by name. */
  readonly carried: Map<string, string>;
  /** Variables that a round sets. */
  readonly writes: ReadonlySet<string>;
};

/** What of around a loop is handed to each round, and where it is read. */
export function carry({ carried }: Round, name: string, cel: string): string {
  carried.set(name, cel);
  return `input.outer${optionalPath([name]).replace(/^\.\?/, ".").replace(/^\[\?/, "[")}`;
}
