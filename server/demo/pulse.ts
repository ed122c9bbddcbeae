import { type Database, withTransaction } from "#db/client";
import { oldLiveDemoTrees, readDemoState, removeDemoTrees } from "#db/queries/demo-data";
import { getPublished } from "#db/queries/get-revision";
import type { Graph } from "#server/engine/graph/graph";
import type { Actor } from "#server/engine/run/events";
import { type Host, HostUnavailable } from "../runtime/host.ts";
import { keepDemoBreakerOpen } from "./agents.ts";

/** One run at a time most of the time: it takes less than this. */
const EVERY_MS = 120_000;
const LOOK_MS = 15_000;
const KEPT = { hours: 24, limit: 50 } as const;
const SLUG = "demo-research";
const TOPICS = ["weather maps", "old bridges", "tea", "night trains", "maple trees", "lighthouses"];
const LIVE: Actor = { kind: "system", id: "demo-live", name: "Demo (live)" };

type Options = {
  readonly db: Pick<Database, "sql">;
  readonly host: Host;
  readonly onError: (error: unknown) => void;
  readonly now?: () => number;
};

/** Keeps one real run going while demo data is loaded. Several processes start no more than one: the key is the slot of time. */
export function createPulse({ db, host, onError, now = Date.now }: Options) {
  let beating = false;

  async function beat(): Promise<void> {
    if ((await readDemoState(db.sql))?.phase !== "loaded") return;
    const slot = Math.floor(now() / EVERY_MS);
    await startLive({ db, host }, slot);
    await withTransaction(db, keepDemoBreakerOpen);
    const old = await oldLiveDemoTrees(db.sql, { startedBy: LIVE.id, ...KEPT });
    if (old.length > 0) await withTransaction(db, (tx) => removeDemoTrees(tx, old));
  }

  const timer = setInterval(() => {
    if (beating) return;
    beating = true;
    beat()
      .catch((error: unknown) => {
        if (!(error instanceof HostUnavailable)) onError(error);
      })
      .finally(() => {
        beating = false;
      });
  }, LOOK_MS);
  timer.unref();
  return { beat, close: () => clearInterval(timer) };
}

async function startLive({ db, host }: Pick<Options, "db" | "host">, slot: number): Promise<void> {
  const found = await getPublished(db.sql, SLUG);
  if (!found?.workflow.demo) return;
  const { hash, revision, graph } = found.revision;
  const name = TOPICS[slot % TOPICS.length] ?? SLUG;
  await host.start({
    graph: { hash, slug: SLUG, revision, graph: JSON.parse(graph) as Graph },
    input: { name, depth: 2, width: 3 },
    label: name,
    actor: LIVE,
    demo: true,
    idempotencyKey: `demo-live-${slot}`,
  });
}
