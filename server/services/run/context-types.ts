import type { Change } from "#server/engine/context/diff";
import type { Fate, Total } from "#server/engine/context/receipt";
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

/** The account of a hand-off. */
export type ContextReceipt = {
  readonly strategy: string;
  readonly applied: string;
  readonly why: string | null;
  readonly budget: number | null;
  readonly before: Total;
  readonly after: Total;
  readonly diff: readonly ContextDiffLine[];
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
