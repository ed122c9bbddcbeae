import type { Ceilings } from "#server/services/settings/ceilings";
import type { LimitRow } from "#server/services/settings/limits";
import { formatCount, formatDuration } from "../../ui/format";

export function limitText(name: string, value: LimitRow["value"]): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string") return value;
  if (name.endsWith("Ms")) return formatDuration(value);
  if (name.endsWith("Usd")) return `$${value}`;
  if (name.endsWith("Threshold")) return `${Math.round(value * 100)} %`;
  return Number.isInteger(value) ? formatCount(value) : String(value);
}

const SECOND_MS = 1_000;

/** A ceiling as its field shows it: times in seconds, empty = none. */
export function fieldOf(name: string, ceiling: number | null | undefined): string {
  if (ceiling === null || ceiling === undefined) return "";
  return String(name.endsWith("Ms") ? ceiling / SECOND_MS : ceiling);
}

/** What the fields say; an empty one is no ceiling. */
export function ceilingsOf(rows: readonly LimitRow[], field: (name: string) => string): Ceilings {
  const named = rows
    .filter(({ ceiling }) => ceiling !== undefined)
    .map(({ name }) => {
      const text = field(name).trim();
      return [name, text === "" ? null : Number(text) * (name.endsWith("Ms") ? SECOND_MS : 1)];
    });
  return Object.fromEntries(named) as Ceilings;
}
