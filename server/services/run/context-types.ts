import type { Change } from "#server/engine/context/diff";
import type { Fate, Total } from "#server/engine/context/receipt";
import type { Usage } from "#server/engine/run/usage";
import type { Json } from "#server/engine/values/json";

type Amount = { readonly bytes: number; readonly tokens: number };

/** One key of a hand-off: what became of it, by which rule, and what it weighed on both sides. */
export type ContextDiffLine = {
  readonly key: string;
  readonly change: Change;
  readonly did: Fate;
  readonly by: string;
  readonly why: string | null;
  /** Another name that it went on under. */
  readonly to: string | null;
  readonly before: Amount | null;
  readonly after: Amount | null;
};

/** By whom the summary of a key was made, where an agent was to make it. */
export type ContextSummary = {
  readonly key: string;
  /** The agent that was asked; `null` = none was. */
  readonly agent: string | null;
  /** Why the text's own sentences stand there instead; `null` = the agent wrote it. */
  readonly why: string | null;
  /** The tree had the answer already, and had paid for it. */
  readonly known: boolean;
  /** What this hand-off paid for the answer. */
  readonly usage: Usage | null;
};

/** The account of a hand-off. */
export type ContextReceipt = {
  readonly strategy: string;
  readonly applied: string;
  readonly why: string | null;
  readonly budget: number | null;
  readonly before: Total;
  readonly after: Total;
  readonly diff: readonly ContextDiffLine[];
  readonly summaries: readonly ContextSummary[];
};

/** An entry as it is now, or as it was when the run ended. */
export type ContextEntry = Amount & {
  readonly key: string;
  readonly hash: string;
  readonly estimated: boolean;
  /** Bytes in the store, when it is packed there. */
  readonly packedBytes: number | null;
  readonly origin: { readonly runId: string; readonly nodeId: string | null };
  /** Levels that it has come down. */
  readonly hop: number;
  /** The run wrote it itself. */
  readonly own: boolean;
  readonly at: string;
  readonly expiresAt: string | null;
  readonly priority: number;
  readonly labels: readonly string[];
  readonly archived: boolean;
  readonly transforms: readonly { readonly did: string; readonly by: string }[];
  /** `null` where `hidden`. Large values are cut. */
  readonly value: Json;
  /** It carries a label that hides it from readers. */
  readonly hidden: boolean;
};

export type RunContextView = {
  readonly runId: string;
  readonly parentId: string | null;
  /** `null` = the run uses no context. */
  readonly receipt: ContextReceipt | null;
  readonly entries: readonly ContextEntry[];
  /** Parallel writes that had to be settled. */
  readonly conflicts: readonly {
    readonly key: string;
    readonly kept: "last" | "first";
    readonly nodeId: string;
  }[];
};

export type ContextWhatIf = { readonly runId: string; readonly receipt: ContextReceipt };
