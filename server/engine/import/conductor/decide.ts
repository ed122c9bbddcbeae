import { quoted, type Thing } from "../graph-maker.ts";
import { arrive, type Exit, type Reading, tasksOf } from "./reading.ts";
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
      when: `${chosen.value} != null && string(${chosen.value}) == ${quoted(key)}`,
    })),
    default: DEFAULT,
  });
  maker.note(chosen.exact ? "mapped" : "approximated", thing, chosen.message, id);
  arrive(reading, from, id, thing);
  const ends = cases.map(([key, tasks], at) =>
    reading.sequence(
      taking(reading, id, ports[at] ?? "case"),
      tasks,
      [{ source: id, port: ports[at] ?? "case" }],
      `${thing.place}/decisionCases/${key}`,
    ),
  );
  const rest = reading.sequence(
    taking(reading, id, DEFAULT),
    task.defaultCase ?? [],
    [{ source: id, port: DEFAULT }],
    `${thing.place}/defaultCase`,
  );
  return [...ends.flat(), ...rest];
}

function taking(reading: Reading, id: string, port: string): Reading {
  return { ...reading, branch: [...reading.branch, `${id}:${port}`] };
}

type Chosen = { readonly value: string; readonly exact: boolean; readonly message: string };

/** What the case is chosen by: a parameter, or a script, which is never run here. */
function chosenBy(reading: Reading, task: ConductorTask): Chosen {
  const script =
    task.caseExpression ??
    (task.evaluatorType && task.evaluatorType !== "value-param" ? task.expression : null);
  const parameter = task.caseValueParam ?? task.expression;
  const given = parameter ? task.inputParameters?.[parameter] : undefined;
  if (!script && given !== undefined) {
    const { value, strange } = translate(given, { ...tasksOf(reading), surely: () => false, anyway: true });
    if (typeof value === "string" && value.startsWith("=") && strange.length === 0)
      return { value: value.slice(1).trim(), exact: true, message: "A decision by a value." };
  }
  return {
    value: "input.?case.orValue(null)",
    exact: false,
    message: `Its cases are chosen by a script or a value that cannot be read (${(script ?? parameter ?? "none").slice(0, 200)}): say when each port is taken.`,
  };
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
