export type BreakerSummary = {
  readonly id: string;
  readonly kind: string;
  readonly resource: string;
  readonly tenant: string;
  /** What holds at present: what a person says, or else what the figures say. */
  readonly state: "closed" | "open" | "halfOpen";
  readonly until: string | null;
  readonly computed: "closed" | "open" | "halfOpen";
  readonly forced: {
    readonly state: "open" | "closed";
    readonly reason: string;
    readonly by: string;
    readonly at: string;
    readonly until: string | null;
  } | null;
  /** Failures in a row while closed, and how often in a row it opened. */
  readonly failures: number;
  readonly trips: number;
  readonly probes: number;
  readonly lastFailure: string | null;
  readonly lastFailedAt: string | null;
  /** Blast radius: places that wait for it, and trees that they are in. */
  readonly held: { readonly places: number; readonly trees: number };
};

export type HeldRun = {
  readonly runId: string;
  readonly treeId: string;
  readonly slug: string;
  readonly label: string | null;
  readonly nodeId: string;
  readonly item: number | null;
  readonly since: string;
  readonly until: string;
};
/** With the runs that wait for it, the longest waiting first, 200 at most. */
export type BreakerDetail = BreakerSummary & { readonly waiting: readonly HeldRun[] };
