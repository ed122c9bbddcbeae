import { packText } from "#db/packed";
import { getBlobs } from "#db/queries/get-blobs";
import { receiptView } from "#server/engine/context/receipt-view";
import { callContextSchema } from "#server/engine/context/schema";
import { whatIf } from "#server/engine/nodes/what-if";
import type { RunStarted } from "#server/engine/run/events";
import { evolve, newTree } from "#server/engine/run/index";
import type { TreeState } from "#server/engine/run/state";
import { createAnswerBook } from "#server/runtime/answers";
import { createBlobCache } from "#server/runtime/blob-cache";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ContextWhatIfInput } from "../inputs.ts";
import type { Caller } from "../types.ts";
import type { ContextWhatIf } from "./context-types.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { boundaries } from "./get.ts";
import { journalPages } from "./journal.ts";

/** The journal before the start is folded again: a second at most. */
const MOST_EVENTS = 200_000;
const CACHE_BYTES = 32 * 1024 * 1024;
const MOST_ROUNDS = 20;

/** What another strategy would have handed to this run, at the moment when it started. Changes nothing. */
export async function contextWhatIf(
  services: Services,
  caller: Caller,
  { id, context }: ContextWhatIfInput,
): Promise<ContextWhatIf> {
  authorize(caller, "run.read");
  const call = callContextSchema.safeParse(context);
  if (!call.success) {
    const [issue] = call.error.issues;
    const path = `/context${(issue?.path ?? []).map((part) => `/${String(part)}`).join("")}`;
    throw new ServiceError("VALIDATION", `The strategy is not valid at ${path}: ${issue?.message ?? ""}.`, [
      { path, message: issue?.message ?? "" },
    ]);
  }
  const found = await findRun(services, id);
  const { started } = await boundaries(services, found);
  if (started?.type !== "RunStarted" || !started.origin)
    throw new ServiceError("CONFLICT", `Nobody handed a context to run "${id}": it is the root of its tree.`);
  const tree = await stateBefore(services, found);
  const receipt = receiptView(await repeated(services, tree, started, call.data));
  return { runId: id, receipt };
}

async function stateBefore(services: Services, { run }: FoundRun): Promise<TreeState> {
  if (run.startedSeq > MOST_EVENTS) {
    const message = `The run started after event ${run.startedSeq} of its tree; the limit of this view is ${MOST_EVENTS}.`;
    throw new ServiceError("LIMIT_EXCEEDED", message);
  }
  const tree = newTree();
  for await (const page of journalPages(services, { treeId: run.treeId, after: 0, to: run.startedSeq - 1 }))
    for (const { event } of page) evolve(tree, event);
  return tree;
}

type Call = Parameters<typeof whatIf>[2];

async function repeated(services: Services, tree: TreeState, started: RunStarted, call: Call) {
  const blobs = createBlobCache({
    maxBytes: CACHE_BYTES,
    read: async (hashes) =>
      [...(await getBlobs(services.db.sql, hashes))].map(([hash, text]) => ({
        hash,
        text,
        bytes: Buffer.byteLength(text),
      })),
  });
  const answers = createAnswerBook({
    blobs,
    pack: async (_, text) => (await packText(text)).length,
    inheritance: (name) => services.inheritance?.(name),
  });
  const releases: (() => void)[] = [];
  try {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const result = whatIf(tree, started, call, { blob: blobs.lookup, answer: answers.lookup });
      if (!result) throw new ServiceError("CONFLICT", "The parent of this run had no context to hand on.");
      if (result.kind === "handedOff") return result.handOff;
      if (result.kind === "failure") throw new ServiceError("CONFLICT", `${result.failure.message}`);
      releases.push(await blobs.load(result.lacking.blobs));
      await answers.load(result.lacking.questions);
    }
  } finally {
    for (const release of releases) release();
  }
  throw new ServiceError("INTERNAL", "The hand-off kept asking for more.");
}
