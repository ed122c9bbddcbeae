import type { Graph } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import { pointerOf } from "../values/weigh.ts";
import { withoutCredentials } from "./credentials.ts";
import type { Imported, ImportedPins, ImportNote } from "./report.ts";

/** What was made of a file of another tool, without the credentials that were typed into it; each is told. */
export function withoutSecrets(made: Imported): Imported {
  const { value, dropped } = withoutCredentials({
    graph: made.graph,
    pins: made.pins ?? {},
  } as unknown as Json);
  if (dropped.length === 0) return made;
  const { graph, pins } = value as unknown as { readonly graph: Graph; readonly pins: ImportedPins };
  const notes = dropped.map((path) => noteOf(made, path));
  return { ...made, graph, notes: [...made.notes, ...notes], ...(made.pins ? { pins } : {}) };
}

function noteOf({ notes }: Imported, [side, ...path]: readonly (string | number)[]): ImportNote {
  const node = String(side === "pins" ? path[0] : path[0] === "nodes" ? path[1] : "");
  const place = notes.find((note) => note.node === node && note.fate !== "dropped")?.place ?? "/";
  return {
    fate: "dropped",
    place,
    what: pointerOf(path.slice(side === "pins" ? 1 : 2)) || node,
    ...(node === "" ? {} : { node }),
    message: "It seems to be a credential, which is never taken over: store a secret, and name it here.",
  };
}
