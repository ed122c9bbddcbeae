import { parseRunId, runIdOf } from "#server/engine/ids";
import type { Json } from "#server/engine/values/json";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { runContext } from "../run/context.ts";
import type { RunContextView } from "../run/context-types.ts";
import { getRun } from "../run/get.ts";
import type { Share, SharedRun } from "../types-shares.ts";
import { ownTree, readerOf } from "./open.ts";

/** What the details of a run show behind a link. Values only where it shares them, and without known secrets. */
export async function sharedRun(
  services: Services,
  share: Share,
  { no }: { readonly no: number },
): Promise<SharedRun> {
  const run = await getRun(services, readerOf(share), { id: runIdOf(share.treeId, no) });
  const { id, path, workflow, revision, input, output, failureDetail: failure } = run;
  const values = share.values ? redacted(services, { input, output, failure }) : null;
  return { id, path, workflow, revision, values };
}

/** The context of a run, where a link shares values. */
export async function sharedContext(
  services: Services,
  share: Share,
  { id }: { readonly id: string },
): Promise<RunContextView> {
  ownTree(share, parseRunId(id)?.treeId ?? id);
  if (!share.values) throw new ServiceError("FORBIDDEN", "This link shows no values.");
  return redacted(services, await runContext(services, readerOf(share), { id }));
}

/** A secret may have become known after the value was stored. */
function redacted<Shown>({ redactor }: Pick<Services, "redactor">, shown: Shown): Shown {
  return redactor.json(shown as Json) as Shown;
}
