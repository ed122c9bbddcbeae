import type { Scope } from "../expression/index.ts";
import type { EpochMs, RunNo, TreeId } from "../ids.ts";
import type { Stored } from "../values/json.ts";
import type { Entries, EntryOrigin } from "./entry.ts";
import type { CallContext, WorkflowContext } from "./schema.ts";

/** What the run that hands off may still use; `null` = no limit. */
export type Purse = { readonly tokens: number | null; readonly costUsd: number | null };

/** Everything that a hand-off depends on. The same request and the same facts give the same hand-off. */
export type HandOffRequest = {
  readonly at: EpochMs;
  readonly treeId: TreeId;
  readonly parent: {
    readonly run: RunNo;
    readonly depth: number;
    readonly entries: Entries;
    readonly context: WorkflowContext | undefined;
    /** What its expressions see; the entries come on top. */
    readonly scope: Scope;
  };
  readonly call: CallContext | undefined;
  /** Where the call stands: names it in failures, and is the origin of what the hand-off makes. */
  readonly where: string;
  readonly origin: EntryOrigin;
  readonly child: {
    readonly depth: number;
    readonly workflow: string;
    readonly label: string | null;
    readonly input: Stored;
    readonly context: WorkflowContext | undefined;
    readonly taskKeys: readonly string[];
    /** Keys that its graph reads. */
    readonly reads: ReadonlySet<string>;
  };
  /** Share of its limits that the tree has used up. */
  readonly usage: number;
  /** Efficiency at the parent's depth; `null` = not known. */
  readonly performance: number | null;
  readonly purse: Purse;
};
