import type { DemoStatus } from "#server/services/types";

/** How far the demo data is on its way in or out, in words; `null` = it is on no way. */
export function progressOf({ phase, done, total }: DemoStatus): string | null {
  if (phase === "absent" || phase === "loaded") return null;
  const share = total === 0 ? 0 : Math.floor((done / total) * 100);
  return `${phase === "loading" ? "Loading" : "Removing"} ${share} %`;
}
