import "../../ui/no-eval";
import { validateGraph } from "#server/engine/graph/validate";
import { tidied } from "../model/tidy";
import type { Answered, Asked } from "./messages";

/** Does what takes long beside the page: the engine's own validation, and the layout. */
addEventListener("message", ({ data }: MessageEvent<Asked>) => postMessage(answer(data)));

function answer(asked: Asked): Answered {
  const { id } = asked;
  // The graph is a copy already: validation puts parsed inline graphs in place.
  if (asked.ask === "check") {
    const { graph, others } = asked;
    const { problems, worst = null } = validateGraph(graph, others);
    return { id, ask: "check", problems, worst };
  }
  return { id, ask: "tidy", places: [...tidied(asked.graph, new Map(asked.places), asked.ids)] };
}
