import { runIdOf, type TreeId } from "#server/engine/ids";
import type { CommandAnswer } from "./command-answer.ts";
import type { TreeCommand } from "./host.ts";
import type { Log } from "./log.ts";
import type { Store } from "./store.ts";

const ORPHANS_AT_ONCE = 100;
const MOST_KNOWN = 10_000;
const SYSTEM = { kind: "system", id: "close-policy", name: "close policy" } as const;

type Orphan = Awaited<ReturnType<Store["orphans"]>>[number];

export type Closing = { readonly stop: () => void };

export type ClosingOptions = {
  readonly store: Pick<Store, "orphans">;
  readonly command: (treeId: TreeId, command: TreeCommand) => Promise<CommandAnswer>;
  readonly log: Log;
  readonly pollMs: number;
};

/**
 * Cancels detached trees whose parent has ended, as their close policy says. That the parent ended stands in its row, so
 * nothing has to be handed over: who looks finds it, also after a crash, and a cancel that comes twice is refused.
 */
export function startClosing({ store, command, log, pollMs }: ClosingOptions): Closing {
  /** Asked already: they end when what is in flight has ended. */
  const asked = new Set<TreeId>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    if (asked.size > MOST_KNOWN) asked.clear();
    for (const orphan of await store.orphans([...asked], ORPHANS_AT_ONCE)) {
      const answer = await command(orphan.id, cancelOf(orphan));
      if (answer.kind === "ok" || answer.kind === "refused") asked.add(orphan.id);
    }
  }

  async function lookAgain(): Promise<void> {
    await look().catch((error: unknown) =>
      log.warn({ error: String(error) }, "looking for trees to close failed; trying again"),
    );
    schedule();
  }

  function schedule(): void {
    if (!stopped) timer = setTimeout(() => void lookAgain(), pollMs);
  }

  schedule();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function cancelOf({ originTree, originRun, closePolicy }: Orphan): TreeCommand {
  const reason = `run ${runIdOf(originTree, originRun)}, which started it, has ended`;
  const cancel = { type: "cancel", run: 0, reason, actor: SYSTEM } as const;
  return closePolicy === "requestCancel" ? { ...cancel, graceful: true } : cancel;
}
