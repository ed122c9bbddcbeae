import { type Account, livingAccountOf } from "#server/engine/recursion/account";
import { LIMIT_OF } from "#server/engine/recursion/amounts";
import { amountOf, whoseAccount } from "#server/engine/recursion/refusal";
import type { Refusal, TopUpCeilings } from "#server/engine/run/commands";
import { overCeiling, shortAbove } from "#server/engine/run/operations/top-up";
import type { TreeState } from "#server/engine/run/state";
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
    explain: async (code, found) => await explain(services, found, code, more),
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

/** The refusals that numbers say more of. */
async function explain(
  { host }: Services,
  { run }: FoundRun,
  code: Refusal,
  more: More,
): Promise<ServiceError | null> {
  if (code !== "ABOVE_CEILING" && code !== "NOTHING_LEFT_ABOVE") return null;
  const tree = await host.inspect(run.treeId);
  const account = livingAccountOf(tree, runAt(tree, run.no));
  return code === "ABOVE_CEILING"
    ? aboveCeiling(tree, account, more)
    : nothingLeftAbove(tree, account, more.amounts);
}

function nothingLeftAbove(tree: TreeState, account: Account, amounts: More["amounts"]): ServiceError | null {
  const short = shortAbove(tree, account, amounts);
  if (!short) return null;
  const { dimension, add, left, by } = short;
  const has = left === 0 ? "nothing" : amountOf(left, dimension);
  const less = left === 0 ? "" : `, or ask for at most ${has}`;
  const message = `The grant of ${whoseAccount(tree, account)} comes out of what ${whoseAccount(tree, by)} has, which has ${has} left of ${LIMIT_OF[dimension]}, and you asked for ${amountOf(add, dimension)} more. Top up that run first${less}.`;
  return new ServiceError("LIMIT_EXCEEDED", message, [{ path: `/${dimension}`, message }]);
}

function aboveCeiling(tree: TreeState, account: Account, more: More): ServiceError | null {
  const over = overCeiling(tree, account, more);
  if (!over) return null;
  const { dimension, limit, add, ceiling } = over;
  const name = dimension === "activeMs" ? "recursionTimeoutMs" : LIMIT_OF[dimension];
  const message = `The ceiling ${name} of this workspace is ${ceiling}. The limit is ${limit}, and ${add} more would pass it. Ask for at most ${Math.max(0, ceiling - limit)}, or let an admin raise the ceiling in the settings.`;
  return new ServiceError("LIMIT_EXCEEDED", message, [{ path: `/${dimension}`, message }]);
}
