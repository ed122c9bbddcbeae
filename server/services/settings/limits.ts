import * as z from "zod";
import { limitsSchema } from "#server/engine/graph/graph";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { type Ceiling, readCeilings } from "./ceilings.ts";

export type LimitRow = {
  readonly name: string;
  /** What a workflow gets that says nothing. */
  readonly value: string | number | boolean | null;
  /** What no tree gets more than, as this workspace has it; `null` = none, `undefined` = it cannot be capped. */
  readonly ceiling?: number | null;
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
export async function effectiveLimits(
  { db }: Pick<Services, "db">,
  caller: Caller,
): Promise<readonly LimitRow[]> {
  authorize(caller, "workspace.read");
  const ceilings = await readCeilings(db.sql);
  const { properties = {} } = z.toJSONSchema(limitsSchema, { io: "input" });
  // What each depth is given of them is no single value; the workflow's own page shows it.
  const { allowances: _, ...single } = properties;
  return Object.entries(single).map(([name, given]) => {
    const field = given as Field;
    const bounds = [field, ...(field.anyOf ?? [])];
    const bound = (key: "minimum" | "maximum") =>
      bounds.find((part) => part[key] !== undefined)?.[key] ?? null;
    return {
      name,
      value: field.default ?? null,
      ...(name in ceilings ? { ceiling: ceilings[name as Ceiling] } : {}),
      least: bound("minimum"),
      most: bound("maximum"),
    };
  });
}
