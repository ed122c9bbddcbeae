import type { Metric } from "../shapes.ts";

export const METRIC_HEAD = ["METRIC", "OF", "VALUE"] as const;
const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2, useGrouping: false });

/** A line of the table: the value of a run, or those of all depths from the root's on. */
export function metricCells({ name, unit, per, values }: Metric): string[] {
  const shown = values.map(({ value, problem }) => {
    if (problem !== null) return `(${problem})`;
    return value === null ? "-" : NUMBER.format(unit === "share" ? value * 100 : value);
  });
  const known = values.some(({ value }) => value !== null);
  const suffix = known && unit !== null ? ` ${unit === "share" ? "%" : unit}` : "";
  return [name, per === "run" ? "run" : "depths", `${shown.join("  ")}${suffix}`];
}
