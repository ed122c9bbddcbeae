"use client";
import { useState } from "react";
import type { ForkRun } from "#server/services/types-fork";
import { Button, Checkbox } from "../../ui";
import { FatePlaces } from "./fate-places";
import type { Forking } from "./use-fork";

/** The run that is forked, then the runs above it, each with its places. */
export function FateRuns({ fork }: { readonly fork: Forking }) {
  const [all, setAll] = useState(false);
  const [own, ...others] = fork.runs;
  if (!own) return null;
  const above = others.filter(({ id }) => fork.path.has(id));
  return (
    <section className="grid gap-4">
      <div className="flex items-center gap-2">
        <h3 className="grow font-medium">What becomes of each place</h3>
        <Checkbox checked={all} onCheckedChange={setAll}>
          Show what stands
        </Checkbox>
      </div>
      <FatePlaces fork={fork} run={own} inside={[]} all={all} label={nameOf(own)} />
      {above.map((run) => (
        <div key={run.id} className="grid gap-1.5">
          <div className="flex items-center gap-2">
            <h4 className="grow text-ink-muted text-small">
              Above, at depth {run.depth}: <span className="font-mono text-ink">{nameOf(run)}</span>
            </h4>
            <KeepAll fork={fork} run={run} />
          </div>
          <FatePlaces fork={fork} run={run} inside={[]} all={all} label={nameOf(run)} />
        </div>
      ))}
    </section>
  );
}

/** A fork runs the rest of each run above it too, unless their results are good enough. */
function KeepAll({ fork, run }: { readonly fork: Forking; readonly run: ForkRun }) {
  const kept = run.places.some(({ node }) => fork.said({ run: run.id, node })?.kind === "reuse");
  const possible = run.places.some(({ fate, choices }) => fate === "again" && choices.includes("reuse"));
  if (!kept && !possible) return null;
  return (
    <Button type="button" size="small" onClick={() => fork.keepAll(run, !kept)}>
      {kept ? "Run what follows again" : "Reuse what follows"}
    </Button>
  );
}

function nameOf({ label, workflow }: ForkRun): string {
  return label ?? workflow;
}
