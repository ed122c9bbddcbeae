import {
  PLACE_ACTS,
  type PlaceAct,
  type Possible,
  possibleActs,
  type Verdict,
} from "#server/engine/insight/possible";
import type { Json } from "#server/engine/values/json";
import { type Action, authorize, isAllowed } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { childInput } from "./place-values.ts";
import { reasonOf } from "./refusals.ts";
import { shownValue } from "./values.ts";

/** Why not, in words; `null` = it can be done. */
export type WhyNot = string | null;
export const RUN_ACTS = ["cancel", "pause", "resume", "requeue", "topUp", "setVariable", "fork"] as const;
export type RunAct = (typeof RUN_ACTS)[number];

/** A node, item or iteration that is not final, and what the caller could do there. */
export type PlaceActs = {
  readonly node: string;
  readonly item: number | null;
  readonly kind: string;
  readonly status: string;
  readonly acts: Readonly<Record<PlaceAct, WhyNot>>;
  readonly ports: readonly string[];
  readonly portRequired: boolean;
  /** Which asking of an approval an answer is for. */
  readonly generation: number;
  /** What an approval asks, and what is shown to decide by, cut where it is long; `null` = it is none. */
  readonly asked: { readonly title: string; readonly details: Json } | null;
  /** What it works on, cut where it is long; `null` = not known. */
  readonly input: Json;
};
export type RunActs = {
  readonly id: string;
  readonly acts: Readonly<Record<RunAct, WhyNot>>;
  readonly places: readonly PlaceActs[];
  /** There are more places than these. */
  readonly cut: boolean;
  readonly variables: readonly { readonly name: string; readonly value: Json }[];
};

const ACTION_OF: Readonly<Record<RunAct | PlaceAct, Action>> = {
  cancel: "run.cancel",
  pause: "run.pause",
  resume: "run.resume",
  requeue: "run.requeue",
  topUp: "run.topUp",
  setVariable: "run.setVariable",
  fork: "run.fork",
  retry: "run.retryNode",
  complete: "run.settleNode",
  skip: "run.settleNode",
  fail: "run.settleNode",
  signal: "run.signal",
  answer: "run.answer",
};
const HELD_BACK = "its tree is held back; requeue it first";

/** What the caller could do to a run and its places at this moment, and why not the rest. */
export async function runActs(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunActs> {
  authorize(caller, "run.read");
  const found = await findRun(services, id);
  const may = (act: RunAct | PlaceAct): WhyNot =>
    isAllowed(caller.role, ACTION_OF[act]) ? null : `your role (${caller.role}) does not allow it`;
  const possible = await possibleIn(services, caller, found);
  const acts = Object.fromEntries(RUN_ACTS.map((act) => [act, may(act) ?? whyNot(found, possible, act)]));
  return {
    id,
    acts: acts as RunActs["acts"],
    places: await Promise.all(
      (possible?.places ?? []).map((place) => placeActs(services, found, place, may)),
    ),
    cut: possible?.cut ?? false,
    variables: await Promise.all(
      (possible?.variables ?? []).map(async ({ name, value }) => ({
        name,
        value: await shownValue(services, value),
      })),
    ),
  };
}

/** `null` = the tree has ended or is held back, so nobody has to be asked. */
async function possibleIn(
  { host }: Services,
  { actor }: Caller,
  { run, tree }: FoundRun,
): Promise<Possible | null> {
  if (tree.endedAt !== null || isHeldBack(tree)) return null;
  return possibleActs(await host.inspect(tree.id), run.no, actor);
}

function isHeldBack({ status }: FoundRun["tree"]): boolean {
  return status === "needs_attention";
}

function whyNot({ tree }: FoundRun, possible: Possible | null, act: RunAct): WhyNot {
  if (act === "fork") return null;
  const heldBack = isHeldBack(tree);
  if (act === "requeue") return heldBack ? null : "its tree is not held back";
  if (act === "setVariable" && possible?.setVariable === "VARIABLE_UNKNOWN")
    return "its graph declares no variables";
  if (possible) return inWords(possible[act]);
  return heldBack ? HELD_BACK : `it has ended already (${tree.status})`;
}

function inWords(verdict: Verdict): WhyNot {
  return verdict === null ? null : reasonOf(verdict);
}

async function placeActs(
  services: Services,
  found: FoundRun,
  { verdicts, input: known, asked, ...place }: Possible["places"][number],
  may: (act: PlaceAct) => WhyNot,
): Promise<PlaceActs> {
  const { node, item } = place;
  // Of a run that has ended the core has no input any more: the journal does.
  const input =
    known ??
    (verdicts.retry === null
      ? await childInput(services, found, { node, ...(item === null ? {} : { item }) })
      : null);
  const acts = Object.fromEntries(PLACE_ACTS.map((act) => [act, may(act) ?? inWords(verdicts[act])]));
  return {
    ...place,
    acts: acts as PlaceActs["acts"],
    asked: asked && { title: asked.title, details: await shownValue(services, asked.details) },
    input: input === null ? null : await shownValue(services, input),
  };
}
