import { AGENT_PREFIX } from "#server/engine/nodes/agent/definition";
import type { Event } from "#server/engine/run/events";
import type { Usage } from "#server/engine/run/usage";
import type { Json, Stored } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { iso } from "../views.ts";
import { findRun } from "./find-run.ts";
import { journalPages } from "./journal.ts";
import { shownValue } from "./values.ts";

/** What an agent was asked in one attempt and what it answered. Turns between, with tools, are not kept. */
export type Conversation = {
  readonly nodeId: string;
  readonly item: number | null;
  readonly attempt: number;
  readonly agent: string;
  readonly askedAt: string;
  readonly answeredAt: string | null;
  readonly instructions: Json;
  readonly prompt: Json;
  /** Names of the tools that it might call. */
  readonly tools: readonly string[];
  /** `null` = none came. */
  readonly answer: Json;
  readonly failure: string | null;
  readonly usage: Usage | null;
};
export type RunMessages = { readonly conversations: readonly Conversation[]; readonly cut: boolean };

/** More than anybody reads at once. */
const MOST = 50;

type Open = {
  readonly place: { readonly node: string; readonly item?: number };
  readonly attempt: number;
  readonly task: string;
  readonly at: number;
  readonly input: Stored | null;
  answeredAt: number | null;
  answer: Stored | null;
  failure: string | null;
  usage: Usage | null;
};

/** The conversations of a run with agents, as far as its journal has them. */
export async function runMessages(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunMessages> {
  authorize(caller, "run.read");
  const { run, tree } = await findRun(services, id);
  const range = { treeId: run.treeId, after: run.startedSeq - 1, to: run.endedSeq ?? tree.head };
  const found = new Found();
  for await (const page of journalPages(services, range)) {
    for (const { event } of page) if ("run" in event && event.run === run.no) found.take(event);
  }
  return {
    conversations: await Promise.all(found.all.map((each) => conversation(services, each))),
    cut: found.cut,
  };
}

/** The first attempts of agents, folded from the events of one run, which may have had thousands of them. */
class Found {
  readonly all: Open[] = [];
  cut = false;
  readonly #inputs = new Map<string, Stored>();
  readonly #open = new Map<string, Open>();

  take(event: Event): void {
    if (event.type === "AttemptQueued") this.#queued(event);
    else if (event.type === "AttemptStarted") this.#started(event);
    else if (event.type === "AttemptFailed") this.#ended(event, null, event.failure.message);
    else if (event.type === "NodeCompleted" || event.type === "ItemCompleted") this.#completed(event);
  }

  #queued(event: Extract<Event, { type: "AttemptQueued" }>): void {
    if (event.task.startsWith(AGENT_PREFIX) && this.all.length < MOST)
      this.#inputs.set(keyOf(event), event.input);
  }

  #started(event: Extract<Event, { type: "AttemptStarted" }>): void {
    const { task, node, item, attempt, at } = event;
    if (!task.startsWith(AGENT_PREFIX) || event.delivery > 1) return;
    this.cut = this.all.length === MOST;
    if (this.cut) return;
    const key = keyOf(event);
    const input = event.input ?? this.#inputs.get(key) ?? null;
    this.#inputs.delete(key);
    const nothing = { answeredAt: null, answer: null, failure: null, usage: null };
    const place = item === undefined ? { node } : { node, item };
    const open: Open = { place, attempt, task, at, input, ...nothing };
    this.all.push(open);
    this.#open.set(key, open);
  }

  #completed(event: Extract<Event, { type: "NodeCompleted" | "ItemCompleted" }>): void {
    const { attempt, result } = event;
    if (attempt === undefined) return;
    this.#ended({ ...event, attempt }, "output" in result ? result.output : null, null);
  }

  #ended(
    event: At & { readonly at: number; readonly usage?: Usage },
    answer: Stored | null,
    failure: string | null,
  ): void {
    const open = this.#open.get(keyOf(event));
    // Asked again by a person it has the same key, and may be one that is not told any more.
    this.#open.delete(keyOf(event));
    if (open) Object.assign(open, { answeredAt: event.at, answer, failure, usage: event.usage ?? null });
  }
}

type At = { readonly node: string; readonly item?: number; readonly attempt: number };

function keyOf(at: At): string {
  return `${at.node}/${at.item ?? ""}/${at.attempt}`;
}

async function conversation(services: Services, open: Open): Promise<Conversation> {
  const asked = fieldsOf(await shownValue(services, open.input ?? null));
  const values = fieldsOf(asked["values"] ?? null);
  const tools = asked["tools"];
  return {
    nodeId: open.place.node,
    item: open.place.item ?? null,
    attempt: open.attempt,
    agent: open.task.slice(AGENT_PREFIX.length),
    askedAt: iso(open.at),
    answeredAt: open.answeredAt === null ? null : iso(open.answeredAt),
    instructions: values["system"] ?? null,
    prompt: values["prompt"] ?? null,
    tools: Array.isArray(tools) ? tools.map(String) : [],
    answer: open.answer === null ? null : await shownValue(services, open.answer),
    failure: open.failure,
    usage: open.usage,
  };
}

function fieldsOf(value: Json): Readonly<Record<string, Json>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, Json>>) : {};
}
