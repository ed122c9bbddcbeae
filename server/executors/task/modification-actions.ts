import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { suggest } from "#server/engine/graph/nearest";
import { readOperations } from "#server/engine/modification/apply";
import type { ActionBook, ActionQuestion, Proposed } from "#server/services/modification/action-book";
import { BUILT_IN_ACTIONS } from "./built-in-actions.ts";
import type { ModificationAction } from "./define-modification-action.ts";
import { NotJsonError, toJson } from "./json-output.ts";
import { messageOf } from "./task-failure.ts";

const ANSWER_MS = 5_000;

/** The built-in actions and those of one's own, as they are at the moment: a file may be saved while the server runs. */
export function createActionBook(own: () => readonly ModificationAction[], answerMs = ANSWER_MS): ActionBook {
  const all = () => [...BUILT_IN_ACTIONS, ...own()];
  return {
    list: () =>
      all().map((action) => ({
        name: action.name,
        description: action.description ?? "",
        params: z.toJSONSchema(action.params, { io: "input", unrepresentable: "any" }),
        builtIn: BUILT_IN_ACTIONS.includes(action),
      })),
    propose: async (name, question) => {
      const action = all().find((each) => each.name === name);
      if (!action) return unknown(name, all());
      const params = action.params.safeParse(question.params);
      if (!params.success) return misfit(name, params.error);
      return await answerOf(action, { ...question, params: params.data }, answerMs);
    },
  };
}

function unknown(name: string, all: readonly ModificationAction[]): Proposed {
  const names = all.map((action) => action.name);
  return { ok: false, reason: "unknown", message: `there is no action "${name}"; ${suggest(name, names)}` };
}

function misfit(name: string, error: z.ZodError): Proposed {
  const places = error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  const [first] = places;
  const where = ["params", ...(first?.path ?? [])].join(".");
  return { ok: false, reason: "params", message: `action ${name}, ${where}: ${first?.message}`, places };
}

/** The graph that it gets is its own: what it does to it changes nothing. */
async function answerOf(
  action: ModificationAction,
  { graph, params, facts }: ActionQuestion,
  answerMs: number,
): Promise<Proposed> {
  const { name } = action;
  const late = new AbortController();
  try {
    const question = { graph: structuredClone(graph), params, facts };
    // A throw becomes a rejection: from here on, both are waited for.
    const asked = (async () => await action.propose(question))();
    const answer = await Promise.race([asked, wait(answerMs, OVERDUE, { signal: late.signal })]);
    if (answer === OVERDUE) return wrong(`action ${name} has not answered within ${answerMs / 1_000} s`);
    const read = readOperations(toJson(answer));
    if (read.ok) return { ok: true, operations: read.operations };
    return wrong(`action ${name} answered with operation ${read.index} wrong: ${read.refusal.message}`);
  } catch (error) {
    const answered = error instanceof NotJsonError;
    return wrong(`action ${name} ${answered ? "answered badly" : "failed"}: ${messageOf(error)}`);
  } finally {
    late.abort();
  }
}

const OVERDUE = Symbol("overdue");

function wrong(message: string): Proposed {
  return { ok: false, reason: "answer", message };
}
