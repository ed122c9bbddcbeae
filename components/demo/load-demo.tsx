"use client";
import { FlaskConical } from "lucide-react";
import { useMay } from "../providers";
import { Button } from "../ui";
import { progressOf } from "./model/progress";
import { useDemo } from "./use-demo";

/** Fills an empty workspace with two weeks of runs, and says how far that is. */
export function LoadDemo() {
  const { status, load } = useDemo();
  const mayLoad = useMay("demo.load");
  const progress = status ? progressOf(status) : null;
  if (!mayLoad && !progress) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        busy={load.isPending || progress !== null}
        disabled={!status || !mayLoad}
        onClick={() => load.mutate()}
        data-testid="load-demo"
      >
        {load.isPending || progress ? null : <FlaskConical aria-hidden />} {progress ?? "Load demo data"}
      </Button>
      <p className="min-w-0 grow basis-60 text-ink-muted text-small">
        Two weeks of runs of six workflows, some of them failed, one still growing. Marked as demo everywhere,
        removed in one step.
      </p>
    </div>
  );
}
