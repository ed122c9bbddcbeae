import { storedOf } from "#server/engine/context/entry";
import { receiptView } from "#server/engine/context/receipt-view";
import type { DryRun } from "#server/engine/dry-run/dry-run";
import { type Account, livingAccountOf, parentOf } from "#server/engine/recursion/account";
import { DIMENSIONS } from "#server/engine/recursion/amounts";
import type { RunStarted } from "#server/engine/run/events";
import { pathOf, runAt } from "#server/engine/run/tree";
import { resolve } from "#server/engine/values/index";
import type { Json, Stored } from "#server/engine/values/json";
import type { Look } from "./messages";

/** What there is to see of one run of a dry run. @param started Its first event, which keeps what its state lets go. */
export function lookAt(dry: DryRun, started: RunStarted, node: string | null): Omit<Look, "graph"> {
  const run = runAt(dry.tree, started.run);
  const whole = (stored: Stored): Json => {
    const found = resolve(stored, dry.blob);
    return found.ok ? found.value : null;
  };
  const output = node === null ? undefined : dry.outputs.get(`${run.no}/${node}`);
  return {
    run: run.no,
    slug: dry.tree.graphs[run.graph]?.slug ?? "",
    depth: run.depth,
    path: pathOf(dry.tree, run.no),
    nodes: [...dry.nodes.of(run.no)],
    input: whole(started.input),
    output: run.output === undefined ? undefined : whole(run.output),
    failure: run.failure ?? null,
    accounts: accountsOf(dry, run.no),
    receipt: started.context ? receiptView(started.context) : null,
    entries: Object.values(run.context?.entries ?? {}).map((entry) => ({
      key: entry.key,
      tokens: entry.tokens,
      value: whole(storedOf(entry)),
    })),
    node: node === null ? null : { id: node, output: output === undefined ? undefined : whole(output) },
  };
}

function accountsOf({ tree }: DryRun, no: number): Look["accounts"] {
  const accounts: Look["accounts"][number][] = [];
  let at: Account | null = livingAccountOf(tree, runAt(tree, no));
  for (; at; at = parentOf(tree, at)) {
    const { run, spent, reserved, limit } = at;
    const lines = DIMENSIONS.map((dimension) => ({
      dimension,
      spent: spent[dimension],
      reserved: reserved[dimension],
      limit: limit[dimension],
    }));
    accounts.push({ run, lines });
  }
  return accounts;
}
