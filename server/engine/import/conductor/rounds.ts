import type { GraphNode } from "../../graph/graph.ts";
import type { Reading } from "./reading.ts";
import { scopeOf } from "./scope.ts";
import type { ConductorTask } from "./shape.ts";
import { translate } from "./templates.ts";

type LoopFields = Pick<Extract<GraphNode, { kind: "loop" }>, "maxIterations" | "until" | "onLimit">;
export type Rounds = { readonly fields: LoopFields; readonly exact: boolean; readonly message: string };

/** What a loop does at most where its condition does not say. */
const MOST = 100;
const MOST_EVER = 100_000;
const UP_TO = String.raw`\$\.\w+(?:\[['"]iteration['"]\]|\.iteration) {0,9}(<=?) {0,9}(\d{1,9}|\$\.\w{1,99})`;
/** The count alone, as it is or as what an `if` asks. */
const COUNTED = new RegExp(
  String.raw`^(?:${UP_TO}|if ?\( ?${UP_TO} ?\) ?\{ ?(?:return )?true ?;? ?\} ?else ?\{ ?(?:return )?false ?;? ?\}) ?;?$`,
);
const AMONG = new RegExp(UP_TO);

/** How often a loop goes round: a count is kept, any other script is only told. */
export function roundsOf(reading: Reading, task: ConductorTask): Rounds {
  const condition = (task.loopCondition ?? "").replace(/\s+/g, " ").trim();
  const [, sign = "<", count = ""] = AMONG.exec(condition) ?? [];
  const most = Number(count) + (sign === "<=" ? 1 : 0);
  const counted = COUNTED.test(condition);
  if (counted && most <= MOST_EVER) return upTo(Math.max(1, most));
  const until = counted ? countOf(reading, task, count.slice("$.".length)) : null;
  if (until !== null)
    return {
      fields: { maxIterations: MOST_EVER, until: `= index ${sign === "<=" ? ">" : ">="} ${until}` },
      exact: true,
      message: "As often as its parameter says.",
    };
  return told(task, condition, most);
}

function upTo(most: number): Rounds {
  return {
    fields: { maxIterations: most, onLimit: "succeed" },
    exact: true,
    message: `Up to ${most} times.`,
  };
}

/** A count that other conditions shorten is still the most. */
function told({ loopCondition }: ConductorTask, condition: string, count: number): Rounds {
  const shortened = !condition.includes("||") && !condition.includes("!") && count > 0;
  const most = shortened ? Math.min(count, MOST_EVER) : MOST;
  return {
    fields: { maxIterations: most, onLimit: "succeed" },
    exact: false,
    message: `Its condition is a script, which is not run (${(loopCondition ?? "none").slice(0, 200)}): say when it ends with while or until. As it is, it goes round ${most} times.`,
  };
}

/** The value of a parameter of the loop that is a number, or an expression that nothing is strange in. */
function countOf(reading: Reading, task: ConductorTask, parameter: string): string | null {
  const given = task.inputParameters;
  if (!given || !Object.hasOwn(given, parameter)) return null;
  const { value, strange } = translate(given[parameter] ?? null, scopeOf(reading));
  if (strange.length > 0) return null;
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.startsWith("=") ? value.slice(1).trim() : null;
}
