import type { Graph } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { type ErrorDetail, ServiceError } from "../errors.ts";
import { escapePointer } from "../json-guard.ts";
import { compileSchema, type ErrorObject } from "./compile-schema.ts";

/** The input with the schema's defaults in place, or VALIDATION naming every place that does not fit. */
export function checkInput(graph: Graph, input: Json): Json {
  if (!graph.inputSchema) return input;
  const validate = compileSchema(graph.inputSchema);
  const value = structuredClone(input);
  if (validate(value)) return value;
  const errors = validate.errors ?? [];
  const details = distinct(errors.map(toDetail));
  const [first] = details;
  const rest = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  const message = `The input does not fit the workflow "${graph.slug}": ${first?.path} ${first?.message}${rest}.`;
  throw new ServiceError("VALIDATION", message, details);
}

function toDetail({ instancePath, keyword, params, message }: ErrorObject): ErrorDetail {
  const path = `/input${instancePath}`;
  const below = (key: unknown) => `${path}/${escapePointer(String(key))}`;
  switch (keyword) {
    case "required":
      return { path: below(params["missingProperty"]), message: "is missing" };
    case "additionalProperties":
    case "unevaluatedProperties":
      return {
        path: below(params["additionalProperty"] ?? params["unevaluatedProperty"]),
        message: "is not known here",
      };
    case "enum":
      return { path, message: `must be one of ${JSON.stringify(params["allowedValues"])}` };
    case "minimum":
      return { path, message: `must be at least ${params["limit"]}` };
    case "maximum":
      return { path, message: `must be at most ${params["limit"]}` };
    case "maxLength":
      return { path, message: `must have at most ${params["limit"]} characters` };
    default:
      return { path, message: message ?? "is not valid" };
  }
}

function distinct(details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const seen = new Map(details.map((detail) => [`${detail.path}\n${detail.message}`, detail]));
  return [...seen.values()];
}
