"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { every, useTRPC } from "../providers";
import { Button, Confirm, Panel, Progress } from "../ui";
import { Loaded } from "./loaded";
import { useAct } from "./use-act";

const REFRESH_MS = 2_000;
const PHASES = {
  absent: "Not loaded",
  loading: "Loading",
  loaded: "Loaded",
  removing: "Removing",
} as const;

/** Two weeks of made-up runs by the real engine, loaded and removed as one. */
export function DemoPanel({ mayChange }: { readonly mayChange: boolean }) {
  const trpc = useTRPC();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const status = useQuery({ ...trpc.demo.status.queryOptions(), refetchInterval: every(REFRESH_MS) });
  const load = useMutation(trpc.demo.load.mutationOptions());
  const remove = useMutation(trpc.demo.remove.mutationOptions());
  return (
    <Panel title="Demo data">
      <Loaded query={status} noun="The demo data">
        {({ phase, done, total }) => (
          <div className="grid justify-items-start gap-3" data-testid="demo">
            <p className="max-w-[72ch] text-ink-muted">
              Two weeks of runs by the real engine, marked as demo. Your own workflows and runs stay
              untouched.
            </p>
            {phase === "loading" || phase === "removing" ? (
              <Progress
                label={PHASES[phase]}
                value={total === 0 ? null : done / total}
                className="w-full max-w-md"
              />
            ) : (
              <p role="status">{PHASES[phase]}</p>
            )}
            {mayChange ? (
              <div className="flex gap-2">
                <Button
                  disabled={phase !== "absent"}
                  busy={load.isPending}
                  onClick={() =>
                    act(load, undefined, { done: "Loading the demo data", failed: "Nothing was loaded" })
                  }
                >
                  Load demo data
                </Button>
                <Button disabled={phase !== "loaded"} onClick={() => setAsking(true)}>
                  Remove demo data
                </Button>
              </div>
            ) : null}
          </div>
        )}
      </Loaded>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Remove the demo data?"
        verb="Remove demo data"
        keep="Keep it"
        busy={remove.isPending}
        onConfirm={() =>
          act(remove, undefined, {
            done: "Removing the demo data",
            failed: "Nothing was removed",
            after: () => setAsking(false),
          })
        }
      >
        Its workflows and runs go. Everything else stays.
      </Confirm>
    </Panel>
  );
}
