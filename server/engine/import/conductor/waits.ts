import type { Made, Reading } from "./reading.ts";
import type { ConductorTask } from "./shape.ts";

/** Waits for a time, until an instant, or for a signal of its own name. */
export function wait(_reading: Reading, task: ConductorTask): Made {
  const { duration, until } = task.inputParameters ?? {};
  const ms = typeof duration === "string" ? durationOf(duration) : null;
  if (ms !== null)
    return { node: { kind: "wait", durationMs: ms }, fate: "mapped", message: "Waits for a time." };
  const instant = typeof until === "string" ? instantOf(until) : null;
  if (instant)
    return {
      node: { kind: "wait", until: instant.text },
      fate: instant.zoned ? "mapped" : "approximated",
      message: `Waits until an instant.${instant.zoned ? "" : " It names no zone: here it is one of UTC."}`,
    };
  const exact = duration === undefined && until === undefined;
  return {
    node: { kind: "wait", signal: task.taskReferenceName },
    fate: exact ? "mapped" : "approximated",
    message: exact
      ? "Waits for a signal of that name."
      : "How long it waits cannot be read: it waits for a signal of that name.",
  };
}

function instantOf(text: string): { readonly text: string; readonly zoned: boolean } | null {
  const [whole, day, time = "00:00", seconds = "00", zone] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d))?)?\s*(GMT|UTC|Z)?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : { text: `${day}T${time}:${seconds}Z`, zoned: zone !== undefined };
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^d(ays?)?$/, 86_400_000],
  [/^h(ours?|rs?)?$/, 3_600_000],
  [/^m(ins?|inutes?)?$/, 60_000],
  [/^s(ecs?|econds?)?$/, 1_000],
];

/** `2 days 3 hours`, `90s`. */
function durationOf(text: string): number | null {
  if (text.length > 100) return null;
  const parts = [...text.matchAll(/(\d+)\s*([a-z]+)/gi)];
  if (parts.length === 0 || text.replace(/(\d+)\s*([a-z]+)/gi, "").trim() !== "") return null;
  const ms = parts.map(([, count, unit = ""]) => {
    const per = UNITS.find(([name]) => name.test(unit.toLowerCase()))?.[1];
    return per === undefined ? Number.NaN : Number(count) * per;
  });
  const total = ms.reduce((sum, part) => sum + part, 0);
  return Number.isFinite(total) && total <= 31_536_000_000 ? total : null;
}
