import { type RecentTree, recentTrees, treesThatAsk } from "#db/queries/agent-journals";
import { type AgentCall, AgentCalls } from "#server/engine/metrics/agent-calls";
import type { Fold } from "#server/runtime/folds";
import type { Services } from "../context.ts";
import { journalPages } from "../run/journal.ts";

/** What is read for a look. */
const BOUNDS = { hours: 24, trees: 500, mostEvents: 50_000, mostBytes: 64 * 1024 * 1024 } as const;
const LASTS_MS = 30_000;

type CallsOfAgents = {
  /** Trees in which an agent was asked. */
  readonly trees: number;
  readonly cut: boolean;
  /** They are of the demo data, for there is nothing else. */
  readonly demo: boolean;
  readonly byAgent: ReadonlyMap<string, readonly AgentCall[]>;
};

type Known = Fold<AgentCalls> & { asks: boolean };
type Look = { readonly found: Promise<CallsOfAgents>; until: number };

/** Calls of the last 24 hours. A look serves all who ask within half a minute, and reads only what has come since the last. */
export class RecentCalls {
  readonly #services: Pick<Services, "db">;
  readonly #now: () => number;
  #last: Look | null = null;
  /** Of the trees of the last look. */
  #known = new Map<string, Known>();

  constructor(services: Pick<Services, "db">, now: () => number = Date.now) {
    this.#services = services;
    this.#now = now;
  }

  look(): Promise<CallsOfAgents> {
    if (this.#last && this.#now() < this.#last.until) return this.#last.found;
    const look: Look = { found: this.#read(), until: Number.POSITIVE_INFINITY };
    this.#last = look;
    look.found.then(
      () => {
        look.until = this.#now() + LASTS_MS;
      },
      () => {
        this.#last = null;
        // Folds that may have been left half-way are not gone on with.
        this.#known = new Map();
      },
    );
    return look.found;
  }

  async #read(): Promise<CallsOfAgents> {
    const { sql } = this.#services.db;
    const { trees, cut } = await recentTrees(sql, BOUNDS);
    this.#known = new Map(trees.map(({ id }) => [id, this.#known.get(id) ?? begin()]));
    const unread = trees.filter((tree) => !this.#isRead(tree));
    const given = unread.map(({ id }) => ({ id, after: this.#knownOf(id).seq }));
    const looked = await treesThatAsk(sql, given, BOUNDS);
    const heads = new Map(unread.map(({ id, head }) => [id, head]));
    for (const { id, asks } of looked) await this.#advance(id, asks, heads.get(id) ?? 0);
    const asking = [...this.#known.values()].filter(({ asks }) => asks);
    return {
      trees: asking.length,
      cut: cut || looked.length < unread.length,
      demo: asking.length > 0 && trees.some(({ demo }) => demo),
      byAgent: byAgent(asking.flatMap(({ value }) => value.calls)),
    };
  }

  /** An ended tree that was read to its end gives the same for ever. */
  #isRead({ id, head, ended }: RecentTree): boolean {
    return ended && this.#knownOf(id).seq >= head;
  }

  #knownOf(id: string): Known {
    return this.#known.get(id) ?? begin();
  }

  async #advance(id: string, asks: boolean, head: number): Promise<void> {
    const known = this.#knownOf(id);
    known.asks ||= asks;
    if (!known.asks) {
      // Nothing up to here is of an agent, so that what may be of one begins after it.
      known.seq = Math.max(known.seq, head);
      return;
    }
    for await (const page of journalPages(this.#services, { treeId: id, after: known.seq })) {
      for (const { event } of page) known.value.take(event);
      known.seq = page.at(-1)?.seq ?? known.seq;
    }
  }
}

function byAgent(calls: readonly AgentCall[]): CallsOfAgents["byAgent"] {
  const found = new Map<string, AgentCall[]>();
  for (const call of calls) {
    const known = found.get(call.agent);
    if (known) known.push(call);
    else found.set(call.agent, [call]);
  }
  return found;
}

const begin = (): Known => ({ seq: 0, value: new AgentCalls(), asks: false });

const ofProcess = new WeakMap<Services["db"], RecentCalls>();

/** Shared by all who look in this process. */
export function recentCalls(services: Pick<Services, "db">): Promise<CallsOfAgents> {
  const known = ofProcess.get(services.db) ?? new RecentCalls(services);
  ofProcess.set(services.db, known);
  return known.look();
}
