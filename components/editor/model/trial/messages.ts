import type { receiptView } from "#server/engine/context/receipt-view";
import type { Moment, Move, Stop } from "#server/engine/dry-run/dry-run";
import type { ContextValues } from "#server/engine/dry-run/edited-context";
import type { NodeState } from "#server/engine/dry-run/node-states";
import type { Breakpoint, Setup } from "#server/engine/dry-run/setup";
import type { Failure } from "#server/engine/failure";
import type { Graph } from "#server/engine/graph/graph";
import type { TreeBatch, TreeSnapshot } from "#server/engine/live/wire";
import type { Dimension } from "#server/engine/recursion/amounts";
import type { Json } from "#server/engine/values/json";

/** What the page asks of a dry run. */
export type DryAsked =
  | { readonly ask: "start"; readonly setup: Setup; readonly breakpoints: readonly Breakpoint[] }
  | { readonly ask: "breakpoints"; readonly breakpoints: readonly Breakpoint[] }
  | { readonly ask: "move"; readonly move: Move }
  /** Virtual milliseconds for each real one; `null` = as fast as it goes. */
  | { readonly ask: "play"; readonly speed: number | null }
  | { readonly ask: "pause" }
  /** Goes on as a fork, in which the run that it stops in has this context. */
  | { readonly ask: "fork"; readonly context: ContextValues }
  /** Shows another one of its branches, as that was left. */
  | { readonly ask: "branch"; readonly branch: number }
  /** Which run, and which node of it, is looked at. */
  | { readonly ask: "look"; readonly run: number; readonly node: string | null };

/** What it answers, each time that something has changed. */
export type DryTold =
  | ({ readonly tell: "shown" } & Shown)
  /** It cannot be run, which is told where it was found. */
  | { readonly tell: "failed"; readonly message: string };

/** One of the ways that a dry run has gone. The first is the original. */
export type Branch = {
  /** Where it left another one, and the keys of the context that differ from there on; `null` = it is the original. */
  readonly from: { readonly branch: number; readonly stop: Stop; readonly keys: readonly string[] } | null;
  readonly moment: Moment;
};

export type Shown = {
  readonly branches: readonly Branch[];
  /** Which of them is shown. */
  readonly branch: number;
  readonly moment: Moment;
  readonly playing: boolean;
  /** At the start and of another branch; then what has changed since. */
  readonly snapshot?: TreeSnapshot;
  readonly batch?: TreeBatch;
  readonly look: Look;
  /** The latest of what has happened, the newest last. */
  readonly log: readonly LogLine[];
};

export type LogLine = {
  readonly seq: number;
  readonly at: number;
  readonly run: number | null;
  readonly node: string | null;
  readonly type: string;
  readonly words: string;
};

export type LedgerLine = {
  readonly dimension: Dimension;
  readonly spent: number;
  readonly reserved: number;
  readonly limit: number | null;
};

/** One run as it stands. */
export type Look = {
  readonly run: number;
  readonly slug: string;
  readonly depth: number;
  readonly path: string;
  /** Only where it is another one than was told last. */
  readonly graph?: Graph;
  readonly nodes: readonly (readonly [string, NodeState])[];
  readonly input: Json;
  /** `undefined` = it has none yet. */
  readonly output: Json | undefined;
  readonly failure: Failure | null;
  /** Its own account, then those above it. */
  readonly accounts: readonly { readonly run: number; readonly lines: readonly LedgerLine[] }[];
  readonly receipt: ReturnType<typeof receiptView> | null;
  readonly entries: readonly { readonly key: string; readonly tokens: number; readonly value: Json }[];
  readonly node: { readonly id: string; readonly output: Json | undefined } | null;
};
