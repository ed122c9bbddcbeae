import type { Command } from "commander";
import * as z from "zod";
import { createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { EXIT } from "../exit.ts";
import { table } from "../model/words.ts";
import { print } from "./print.ts";

const totals = z.looseObject({ stands: z.number(), kept: z.number(), again: z.number() });
const previewShape = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      why: z.string().nullable(),
      from: z.string().nullable(),
      totals: totals.nullable(),
    }),
  ),
});
const retriedShape = z.looseObject({
  data: z.array(
    z.looseObject({ id: z.string(), startedId: z.string().nullable(), why: z.string().nullable() }),
  ),
});

export function addRetryCommand(runs: Command): void {
  runs
    .command("retry")
    .argument("<ids...>", "root runs that failed or were cancelled")
    .option("--from-start", "do all of it again, not only what has no result")
    .option("--preview", "show what would be reused and done again, and start nothing")
    .option("--json", "print JSON")
    .description("start a new tree for each run that did not succeed")
    .action(retry);
}

type RetryOptions = { readonly json?: true; readonly preview?: true; readonly fromStart?: true };

async function retry(ids: readonly string[], { json, preview, fromStart }: RetryOptions): Promise<void> {
  const client = createClient(findConnection());
  const body = { ids, from: fromStart ? "start" : "failure" };
  if (preview) {
    const found = await client.call({ method: "POST", path: "/runs/retry/preview", body }, previewShape);
    print(found, json, () =>
      table(
        ["RUN", "REUSES", "AGAIN", "FROM"],
        found.data.map(({ id, why, from, totals: of }) =>
          of ? [id, of.stands + of.kept, of.again, from ?? ""] : [id, "", "", why ?? ""],
        ),
      ),
    );
    return;
  }
  const { data, ...rest } = await client.call({ method: "POST", path: "/runs/retry", body }, retriedShape);
  print({ ...rest, data }, json, () =>
    data
      .map(({ id, startedId, why }) => (startedId ? `Run ${startedId}: retries ${id}` : `${id}: ${why}`))
      .join("\n"),
  );
  if (data.some(({ startedId }) => startedId === null)) process.exitCode = EXIT.invalid;
}
