import * as z from "zod";
import { limitsSchema } from "#server/engine/graph/graph";
import { authorize } from "../authorize.ts";
import type { Caller } from "../types.ts";

export type LimitRow = {
  readonly name: string;
  /** What a workflow gets that says nothing. */
  readonly value: string | number | boolean | null;
  readonly source: "engine default";
  /** What a workflow may ask for; `null` = no bound of that kind. */
  readonly least: number | null;
  readonly most: number | null;
};

type Field = {
  readonly default?: LimitRow["value"];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Field[];
};

/** Limits of every tree, from the schema that validates graphs: what is shown is what holds. */
export async function effectiveLimits(caller: Caller): Promise<readonly LimitRow[]> {
  authorize(caller, "workspace.read");
  const { properties = {} } = z.toJSONSchema(limitsSchema, { io: "input" });
  return Object.entries(properties).map(([name, given]) => {
    const field = given as Field;
    const bounds = [field, ...(field.anyOf ?? [])];
    const bound = (key: "minimum" | "maximum") =>
      bounds.find((part) => part[key] !== undefined)?.[key] ?? null;
    return {
      name,
      value: field.default ?? null,
      source: "engine default",
      least: bound("minimum"),
      most: bound("maximum"),
    };
  });
}
