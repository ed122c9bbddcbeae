import type { Graph, Limits } from "#server/engine/graph/graph";
import type { Allowances, Share } from "#server/engine/recursion/allowance-schema";
import { formatCount, formatDuration } from "../../ui/format";
import { limitWord } from "../../ui/limit-word";

/** The same defaults as `limitsSchema`; a type cannot carry them and the schema's library is too large to load for five numbers. */
const DEFAULTS = {
  maxDepth: 10,
  maxRuns: 10_000,
  maxAgentsPerLevel: 50,
  recursionTimeoutMs: 300_000,
  cycleDetection: true,
} as const satisfies Partial<Limits>;

/** Limits that hold only where a graph says so. */
const BUDGETS = [
  "maxAgents",
  "maxNodes",
  "maxTokens",
  "maxCostUsd",
] as const satisfies readonly (keyof Limits)[];

function budgetText(key: keyof Limits, limit: number): string {
  return key === "maxCostUsd" ? `$${limit}` : formatCount(limit);
}

export type LimitRow = { readonly name: string; readonly value: string; readonly own: boolean };

/** What each depth is given of them, as the graph writes it. */
const SHARES = [
  ["concurrency", "At work, by depth"],
  ["tokens", "Tokens, by depth"],
  ["timeouts", "Time limits, by depth"],
] as const;

function shareText(share: Share): string {
  if (typeof share === "string") return share.replace(/^=\s*/, "");
  const from = share.from ?? 1;
  const factor = "decay" in share ? share.decay : share.grow;
  return from === 1 ? `×${factor} a level` : `${from}, ×${factor} a level`;
}

function allowanceRows(allowances: Allowances): LimitRow[] {
  const rows = SHARES.flatMap(([key, name]) => {
    const said = allowances[key];
    if (said === undefined) return [];
    const all = Array.isArray(said) ? said : [said];
    return [{ name, value: all.map(shareText).join(" and "), own: true }];
  });
  const adapt = { name: "Adapts to queues and slowness", value: allowances.adapt ? "on" : "off", own: true };
  return rows.length > 0 ? [...rows, adapt] : [];
}

/** What holds for a run of this graph, and whether the graph says so itself. */
export function limitsOf(graph: Pick<Graph, "limits">): {
  readonly maxDepth: number;
  readonly rows: readonly LimitRow[];
} {
  const own = graph.limits ?? {};
  const all = {
    maxDepth: own.maxDepth ?? DEFAULTS.maxDepth,
    maxRuns: own.maxRuns ?? DEFAULTS.maxRuns,
    maxAgentsPerLevel: own.maxAgentsPerLevel ?? DEFAULTS.maxAgentsPerLevel,
    cycleDetection: own.cycleDetection ?? DEFAULTS.cycleDetection,
  };
  const timeout = own.recursionTimeoutMs === undefined ? DEFAULTS.recursionTimeoutMs : own.recursionTimeoutMs;
  const row = (key: keyof typeof DEFAULTS, value: string): LimitRow => ({
    name: limitWord(key),
    value,
    own: own[key] !== undefined,
  });
  return {
    maxDepth: all.maxDepth,
    rows: [
      row("maxDepth", formatCount(all.maxDepth)),
      row("maxRuns", formatCount(all.maxRuns)),
      row("maxAgentsPerLevel", formatCount(all.maxAgentsPerLevel)),
      row("recursionTimeoutMs", timeout === null ? "no limit" : formatDuration(timeout)),
      row("cycleDetection", all.cycleDetection ? "on" : "off"),
      ...BUDGETS.flatMap((key) => {
        const limit = own[key];
        return typeof limit === "number"
          ? [{ name: limitWord(key), value: budgetText(key, limit), own: true }]
          : [];
      }),
      ...allowanceRows(own.allowances ?? {}),
    ],
  };
}
