import { getBlobs } from "#db/queries/get-blobs";
import type { ForkFlaw, ForkFlawCode, ForkPlace } from "#server/engine/fork/flaw";
import { type ForkStart, forkOf } from "#server/engine/fork/fork";
import type { Recording } from "#server/engine/fork/record";
import { parseRunId, runIdOf } from "#server/engine/ids";
import type { Actor, Event } from "#server/engine/run/events";
import { blobHashes } from "#server/engine/values/index";
import type { Blob, Json, Stored } from "#server/engine/values/json";
import type { Services } from "../context.ts";
import { ServiceError, type ServiceErrorCode } from "../errors.ts";
import type { ForkInput, ForkPlaceInput } from "../inputs-fork.ts";
import { findRun } from "./find-run.ts";
import { journalPages } from "./journal.ts";
import { storedValue } from "./stored-value.ts";
import { treeRecording } from "./tree-recording.ts";

export type DerivedFork = {
  readonly start: ForkStart;
  /** Values that its places refer to and nobody has stored yet. */
  readonly given: readonly Blob[];
};

/** Derives the start of a fork from the journal of its tree, or says what cannot be forked and why. */
export async function deriveFork(services: Services, actor: Actor, input: ForkInput): Promise<DerivedFork> {
  const { run, tree } = await findRun(services, input.id);
  const given: Blob[] = [];
  const { id, also, ...first } = input;
  const places = [first, ...also].map((place) => placeOf(services, run.treeId, { run: id, ...place }, given));
  const recording = await treeRecording(services, tree.id);
  return await deriveFrom(services, actor, recording, places as [ForkPlace, ...ForkPlace[]], given);
}

export async function deriveFrom(
  services: Services,
  actor: Actor,
  recording: Recording,
  places: readonly [ForkPlace, ...ForkPlace[]],
  given: readonly Blob[] = [],
): Promise<DerivedFork> {
  return { start: await derived(services, actor, recording, places), given };
}

/** Everything that what stands refers to: the new tree keeps it, whatever becomes of the earlier one. */
export async function keptBlobs(
  services: Pick<Services, "db">,
  { start, given }: DerivedFork,
): Promise<readonly Blob[]> {
  const made = [...given, ...start.blobs];
  const known = new Set(made.map(({ hash }) => hash));
  const kept = blobHashes(start.fork.history as unknown as Stored).filter((hash) => !known.has(hash));
  return [...made, ...(await blobsOf(services, kept))];
}

export async function wholeJournal(
  services: Services,
  { id, head }: { readonly id: string; readonly head: number },
): Promise<readonly Event[]> {
  const journal: Event[] = [];
  for await (const page of journalPages(services, { treeId: id, after: 0, to: head }))
    for (const { event } of page) journal.push(event);
  return journal;
}

async function derived(
  services: Services,
  actor: Actor,
  recording: Recording,
  places: readonly [ForkPlace, ...ForkPlace[]],
): Promise<ForkStart> {
  const values = new Map<string, Json>();
  for (;;) {
    const fork = forkOf(recording, places, { blob: (hash) => values.get(hash), actor });
    if (fork.kind === "fork") return fork;
    if (fork.kind === "flaw") throw refusal(recording, fork.flaw);
    for (const { hash, text } of await blobsOf(services, fork.hashes))
      values.set(hash, JSON.parse(text) as Json);
  }
}

function placeOf(
  { redactor }: Services,
  treeId: string,
  { run, node, item, input, output, port, reuse, within }: ForkPlaceInput & { readonly run?: string },
  blobs: Blob[],
): ForkPlace {
  const no = parseRunId(run ?? "");
  if (no?.treeId !== treeId) throw new ServiceError("NOT_FOUND", `There is no run "${run}" in this tree.`);
  const keep = (value: Json | undefined, field: string) => {
    if (value === undefined) return {};
    const { stored, blobs: made } = storedValue(redactor.json(value), field);
    blobs.push(...made);
    return { [field]: stored };
  };
  return {
    run: no.no,
    node,
    ...(item === undefined ? {} : { item }),
    ...keep(input, "input"),
    ...keep(output, "output"),
    ...(port === undefined ? {} : { port }),
    ...(reuse ? { reuse } : {}),
    ...(within ? { within } : {}),
  };
}

function refusal({ treeId }: Recording, { code, place, message }: ForkFlaw): ServiceError {
  const where = `Run "${runIdOf(treeId, place.run)}"`;
  return new ServiceError(CODES[code], `${where} cannot be forked there: ${message} (${code}).`);
}

const CODES: Readonly<Record<ForkFlawCode, ServiceErrorCode>> = {
  RUN_UNKNOWN: "NOT_FOUND",
  NODE_UNKNOWN: "NOT_FOUND",
  ITEM_UNKNOWN: "NOT_FOUND",
  NEVER_REACHED: "CONFLICT",
  DEPENDENT: "CONFLICT",
  CONTRADICTION: "CONFLICT",
  PORT_UNKNOWN: "VALIDATION",
};

export async function blobsOf(
  { db }: Pick<Services, "db">,
  hashes: readonly string[],
): Promise<readonly Blob[]> {
  const texts = await getBlobs(db.sql, hashes);
  return hashes.map((hash) => {
    const text = texts.get(hash);
    if (text === undefined)
      throw new ServiceError("CONFLICT", "A value of that run is no longer stored, so it cannot be forked.");
    return { hash, text, bytes: Buffer.byteLength(text) };
  });
}
