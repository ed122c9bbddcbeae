import { decided } from "../../run/deciding.ts";
import { placeAttempt } from "../../run/place.ts";
import type { Json, Stored } from "../../values/json.ts";
import { templateIn } from "../evaluate.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { scopeFor, unlessValue, whereOf } from "../planning.ts";
import { handlePointers } from "../secret-handles.ts";
import { HTTP, HTTP_VALUES } from "./definition.ts";

/** One request. Its values are worked out here; secrets stay handles until it goes out. */
export const planHttp: Planner<NodeOf<"http">> = {
  plan: (planning, node) => {
    const source = Object.fromEntries(
      HTTP_VALUES.flatMap((field) => (node[field] === undefined ? [] : [[field, node[field]]])),
    ) as Json;
    const values = templateIn(planning.deciding, source, scopeFor(planning), whereOf(planning, "request"));
    if (values.kind !== "value") return unlessValue(planning, values);
    const { deciding, ref } = planning;
    const input = { ...settingsOf(node), secretsAt: handlePointers(source), values: values.stored };
    return decided(deciding, placeAttempt(deciding, ref, HTTP, 1, input as Stored), values.blobs);
  },
};

function settingsOf(node: NodeOf<"http">): Readonly<Record<string, Json>> {
  const { method, bodyAs, expect, response, idempotencyHeader, maxBytes } = node;
  const given = { method, bodyAs, expect, response, idempotencyHeader, maxBytes };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
    string,
    Json
  >;
}
