import { quoted, type Thing } from "../graph-maker.ts";
import { arrive, type Exit, endsWith, type Reading } from "./reading.ts";
import { scopeOf } from "./scope.ts";
import type { ConductorTask } from "./shape.ts";
import { translate } from "./templates.ts";

const DEFAULT = "otherwise";

/** A switch: a decision with a port for each case; a case without tasks goes on behind it. */
export function decide(
  reading: Reading,
  task: ConductorTask,
  from: readonly Exit[],
  thing: Thing,
): readonly Exit[] {
  const { maker } = reading;
  const id = maker.names.of(task.taskReferenceName);
  const cases = Object.entries(task.decisionCases ?? {});
  const chosen = chosenBy(reading, task);
  const ports = portsFor(cases.map(([key]) => key));
  if (cases.length === 0) {
    maker.note("dropped", thing, "It decides nothing: there are no cases.");
    return reading.sequence(reading, task.defaultCase ?? [], from, `${thing.place}/defaultCase`);
  }
  maker.add(id, {
    kind: "decision",
    cases: cases.map(([key], at) => ({
      port: ports[at] ?? "case",
      when:
        key === "null"
          ? `${chosen.value} == null || string(${chosen.value}) == 'null'`
          : `${chosen.value} != null && string(${chosen.value}) == ${quoted(key)}`,
    })),
    default: DEFAULT,
  });
  maker.note(chosen.exact ? "mapped" : "approximated", thing, chosen.message, id);
  arrive(reading, from, id, thing);
  const ends = cases.flatMap(([key, tasks], at) =>
    oneCase(reading, tasks, { source: id, port: ports[at] ?? "case" }, `${thing.place}/decisionCases/${key}`),
  );
  const other = { source: id, port: DEFAULT };
  return [...ends, ...oneCase(reading, task.defaultCase ?? [], other, `${thing.place}/defaultCase`)];
}

function oneCase(
  reading: Reading,
  tasks: readonly ConductorTask[],
  from: Required<Exit>,
  place: string,
): readonly Exit[] {
  const within = { ...reading, branch: [...reading.branch, `${from.source}:${from.port}`] };
  const exits = reading.sequence(within, tasks, [from], place);
  if (exits.length === 0) endsWith(reading, tasks);
  return exits;
}

type Chosen = { readonly value: string; readonly exact: boolean; readonly message: string };

/** What the case is chosen by: a parameter, or a script, which is never run here. */
function chosenBy(reading: Reading, task: ConductorTask): Chosen {
  const script = scriptOf(task);
  const [, named] = SIMPLE_SCRIPT.exec(script ?? "") ?? [];
  const parameter = named ?? (script === null ? (task.caseValueParam ?? task.expression) : null);
  const given = parameter ? task.inputParameters?.[parameter] : undefined;
  if (given !== undefined) {
    const { value, strange } = translate(given, scopeOf(reading));
    if (typeof value === "string" && value.startsWith("=") && strange.length === 0)
      return { value: value.slice(1).trim(), exact: true, message: "A decision by a value." };
  }
  return {
    value: "input.?case.orValue(null)",
    exact: false,
    message: `Its cases are chosen by a script or a value that cannot be read (${(script ?? parameter ?? "none").slice(0, 200)}): say when each port is taken.`,
  };
}

/** A script that only names a parameter. */
const SIMPLE_SCRIPT = /^\s*\$\.(\w+)\s*;?\s*$/;

function scriptOf({ caseExpression, evaluatorType, expression }: ConductorTask): string | null {
  if (caseExpression) return caseExpression;
  return evaluatorType && evaluatorType !== "value-param" ? (expression ?? null) : null;
}

/** Ports have plain names; two cases never share one. */
function portsFor(keys: readonly string[]): readonly string[] {
  const taken = new Set([DEFAULT]);
  return keys.map((key) => {
    const stem =
      key
        .replace(/[^A-Za-z0-9_-]+/g, "_")
        .replace(/^[^A-Za-z]+/, "")
        .slice(0, 58) || "case";
    let port = stem;
    for (let i = 2; taken.has(port); i++) port = `${stem}${i}`;
    taken.add(port);
    return port;
  });
}
