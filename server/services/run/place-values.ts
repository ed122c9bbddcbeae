import { getRun } from "#db/queries/get-run";
import { readEventAt } from "#db/queries/read-journal";
import type { Json, Stored } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { PlaceInput } from "../inputs.ts";
import type { Caller } from "../types.ts";
import { collected } from "./collected.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { type Completed, inputIn, isCompleted, type Place, type Side } from "./place-sources.ts";
import { type RunFold, runFold } from "./run-fold.ts";
import { shownValue, wholeValue } from "./values.ts";

/** In objects: a value may be `null`. `null` = none is kept: not yet, or of that kind of node never. */
export type PlaceValues = {
  readonly input: { readonly value: Json } | null;
  readonly output: { readonly value: Json } | null;
};

/** What a node of a run, an item of it or one attempt there was given and gave, with large parts cut. */
export async function placeValues(
  services: Services,
  caller: Caller,
  asked: PlaceInput,
): Promise<PlaceValues> {
  authorize(caller, "run.read");
  const found = await foundPlace(services, asked);
  const shown = async (side: Side) => {
    const stored = await storedAt(services, found, side);
    return stored === undefined ? null : { value: await shownValue(services, stored) };
  };
  const [input, output] = await Promise.all([shown("input"), shown("output")]);
  return { input, output };
}

/** The whole of one of them. */
export async function placeValue(
  services: Services,
  caller: Caller,
  { side, ...asked }: PlaceInput & { readonly side: Side },
): Promise<Json> {
  authorize(caller, "run.read");
  const stored = await storedAt(services, await foundPlace(services, asked), side);
  if (stored !== undefined) return await wholeValue(services, stored);
  throw new ServiceError("NOT_FOUND", `No ${side} is kept of node "${asked.nodeId}" there.`);
}

type Found = FoundRun & { readonly place: Place; readonly fold: RunFold };

async function foundPlace(
  services: Services,
  { id, nodeId: node, item, attempt }: PlaceInput,
): Promise<Found> {
  const found = await findRun(services, id);
  const fold = await runFold(services, found);
  const place = {
    node,
    ...(item === undefined ? {} : { item }),
    ...(attempt === undefined ? {} : { attempt }),
  };
  return { ...found, place, fold };
}

async function storedAt(services: Services, found: Found, side: Side): Promise<Stored | undefined> {
  const { treeId } = found.run;
  const seq = found.fold.places.seqOf(side, found.place);
  const event = seq === undefined ? null : await readEventAt(services.db.sql, treeId, seq);
  if (seq === undefined || !event) return undefined;
  if (isCompleted(event)) return await resultOf(services, found, event, seq);
  return event.type === "PlanMade" ? (event.items as Stored) : inputIn(event);
}

/** What the last run was given that did the work of a place itself; `null` = there was none. */
export async function childInput(services: Services, found: FoundRun, place: Place): Promise<Stored | null> {
  const { places } = await runFold(services, found);
  const seq = places.seqOfOwnChild(place);
  const event = seq === undefined ? null : await readEventAt(services.db.sql, found.run.treeId, seq);
  return event?.type === "RunStarted" ? event.input : null;
}

async function resultOf(
  services: Services,
  { run, fold }: Found,
  { result, node: nodeId }: Completed,
  seq: number,
): Promise<Stored | undefined> {
  if ("output" in result) return result.output;
  if ("from" in result) return await runOutput(services, run.treeId, result.from);
  const node = fold.graph?.nodes[nodeId];
  if (!node) return undefined;
  const range = { treeId: run.treeId, after: run.startedSeq, to: seq };
  return await collected(services, range, { run: run.no, nodeId, node });
}

async function runOutput({ db }: Services, treeId: string, no: number): Promise<Stored> {
  const run = await getRun(db.sql, treeId, no);
  const ended = run?.endedSeq == null ? null : await readEventAt(db.sql, treeId, run.endedSeq);
  return ended?.type === "RunSucceeded" ? ended.output : null;
}
