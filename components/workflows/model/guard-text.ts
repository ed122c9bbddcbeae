import type { CallGraph } from "#server/services/types";
import { limitsOf } from "./limits";

type Cycle = CallGraph["cycles"][number];
type Guard = Cycle["guards"][number];

/** What a guard is, in words before its expression. */
const BY: Readonly<Record<Guard["by"], string>> = {
  when: "the condition behind",
  decision: "the decision",
  port: "another port of",
  list: "the list of",
  while: "the condition of the loop",
  once: "the keys that were visited, of",
  plan: "the agent that plans in",
};

/** `the decision audit.more: input.n > 0`. */
export function guardText({ workflow, node, by, text }: Guard): string {
  const bare = text.replace(/^\s*=(?!=)\s*/, "");
  return `${BY[by]} ${workflow}.${node}${bare === "" ? "" : `: ${bare}`}`;
}

/** What stops a tree that goes on all the same, of whichever of them it was started. */
export function limitTexts({ slugs, limits }: Cycle): readonly string[] {
  return slugs.map((slug) => {
    const { rows } = limitsOf({ limits: limits[slug] });
    const words = rows
      .filter(({ name, own }, at) => own || at < 2 || name === "Cycle detection")
      .map(({ name, value }) => `${name.toLowerCase()} ${value}`);
    return slugs.length === 1 ? words.join(", ") : `${slug}: ${words.join(", ")}`;
  });
}
