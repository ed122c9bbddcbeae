import type { Problem } from "#server/engine/graph/graph";
import { PROBLEMS } from "#server/engine/graph/problems";

type Entry = { readonly level: Problem["level"]; readonly help: string };

/** Codes of what only a server can tell, which knows what is registered, stored and published. Stable, like the engine's. */
const HERE = {
  A003: {
    level: "warning",
    help: "No agent of that id is registered here and enabled. Register it, enable it, or name another one.",
  },
  A004: {
    level: "warning",
    help: "No enabled agent can do all of this. Register one that can, or ask for less.",
  },
  A005: {
    level: "warning",
    help: "Whoever can be asked here is held by a person, who keeps its breaker open: calls wait. Ask another agent, or let it go.",
  },
  C005: {
    level: "warning",
    help: "No inheritance function of that name is registered. Register it with defineInheritance; without it a child's hand-off fails.",
  },
  K001: { level: "warning", help: "There is no secret of that name. Store it, or name another one." },
  K002: {
    level: "warning",
    help: "The secret is not for nodes of this kind: it would be refused. Store one that is.",
  },
  K003: {
    level: "warning",
    help: "The secret is not for the host of this request: it would be refused. Store one that is.",
  },
  L009: {
    level: "warning",
    help: "No recovery strategy of that name is registered. Register it with defineRecovery; without it the rung is passed over.",
  },
  R002: {
    level: "error",
    help: "Runs would start runs without end, through other workflows as they are published now. Let one of the calls depend on something.",
  },
  R007: {
    level: "warning",
    help: "The limit is above a ceiling of this workspace, so that runs get the ceiling. Lower it, or let an admin raise the ceiling.",
  },
  S001: { level: "error", help: "The value is not a JSON Schema (2020-12). The message says why." },
  T001: {
    level: "warning",
    help: "No task of that name is registered. Add a file to tasks/, and start the server again.",
  },
  W001: {
    level: "warning",
    help: "Nothing is published under that slug. Publish it before a run comes here.",
  },
  W002: {
    level: "warning",
    help: "The workflow that is called needs this key of its input, and the call does not give it.",
  },
  W003: {
    level: "warning",
    help: "A literal in the input of a call does not fit the input schema of the workflow that is called.",
  },
  W004: {
    level: "warning",
    help: "The workflow that is called has no such revision. Call the latest, or pin one that there is.",
  },
} as const satisfies Readonly<Record<string, Entry>>;
type HereCode = keyof typeof HERE;

/** Every code that a check can give, with what it means. `docs/problems.md` shows this table. */
export const ALL_PROBLEMS: Readonly<Record<string, Entry>> = { ...PROBLEMS, ...HERE };

export function problemHere(code: HereCode, path: string, message: string): Problem {
  return { code, level: HERE[code].level, path, message };
}
