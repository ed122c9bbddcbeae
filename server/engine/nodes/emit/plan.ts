import { decided } from "../../run/deciding.ts";
import { placeAttempt } from "../../run/place.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { inputFor, unlessValue } from "../planning.ts";
import { EMIT } from "./definition.ts";

/** The event stands in the journal before anyone outside hears of it; its delivery is an attempt like any other. */
export const planEmit: Planner<NodeOf<"emit">> = {
  plan: (planning, node) => {
    const payload = inputFor(planning, node.payload);
    if (payload.kind !== "value") return unlessValue(planning, payload);
    const { deciding, ref } = planning;
    const emitted = { event: node.event, payload: payload.stored };
    const said = { type: "EventEmitted", ...ref, ...emitted } as const;
    return decided(deciding, [said, ...placeAttempt(deciding, ref, EMIT, 1, emitted)], payload.blobs);
  },
};
