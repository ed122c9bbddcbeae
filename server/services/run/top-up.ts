import { livingAccountOf } from "#server/engine/recursion/account";
import { LIMIT_OF } from "#server/engine/recursion/amounts";
import type { TopUpCeilings } from "#server/engine/run/commands";
import { overCeiling } from "#server/engine/run/operations/top-up";
import { runAt } from "#server/engine/run/tree";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { TopUpInput } from "../inputs.ts";
import { type Ceilings, readCeilings } from "../settings/ceilings.ts";
import type { Caller, RunSummary } from "../types.ts";
import { commandRun } from "./command.ts";
import type { FoundRun } from "./find-run.ts";

/** Raises limits of the account that a run counts in, up to the ceilings of the workspace; what they had refused goes on. */
export async function topUpRun(
  services: Services,
  caller: Caller,
  { id, activeMs, ...amounts }: TopUpInput,
): Promise<RunSummary> {
  authorize(caller, "run.topUp");
  const time = activeMs === undefined ? {} : { activeMs };
  const more = { amounts, ...time, ceilings: ceilingsOf(await readCeilings(services.db.sql)) };
  const detail = Object.entries({ ...amounts, ...time }).map(([name, amount]) => `${name} +${amount}`);
  return await commandRun(services, caller, {
    id,
    action: "run.topUp",
    detail: detail.join(", "),
    command: ({ run }) => ({ type: "topUp", run: run.no, ...more, actor: caller.actor }),
    explain: async (code, found) =>
      code === "ABOVE_CEILING" ? await aboveCeiling(services, found, more) : null,
  });
}

function ceilingsOf(ceilings: Ceilings): TopUpCeilings {
  const names = [...Object.entries(LIMIT_OF), ["activeMs", "recursionTimeoutMs"]] as const;
  const set = names.flatMap(([dimension, name]) => {
    const ceiling = ceilings[name as keyof Ceilings];
    return ceiling === null ? [] : [[dimension, ceiling]];
  });
  return Object.fromEntries(set);
}

type More = Parameters<typeof overCeiling>[2];

async function aboveCeiling({ host }: Services, { run }: FoundRun, more: More): Promise<ServiceError | null> {
  const tree = await host.inspect(run.treeId);
  const over = overCeiling(tree, livingAccountOf(tree, runAt(tree, run.no)), more);
  if (!over) return null;
  const { dimension, limit, add, ceiling } = over;
  const name = dimension === "activeMs" ? "recursionTimeoutMs" : LIMIT_OF[dimension];
  const message = `The ceiling ${name} of this workspace is ${ceiling}. The limit is ${limit}, and ${add} more would pass it. Ask for at most ${Math.max(0, ceiling - limit)}, or let an admin raise the ceiling in the settings.`;
  return new ServiceError("LIMIT_EXCEEDED", message, [{ path: `/${dimension}`, message }]);
}
