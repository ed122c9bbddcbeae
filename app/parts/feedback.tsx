"use client";
import { useState } from "react";
import {
  AgedOut,
  Button,
  EmptyState,
  ErrorState,
  ListFooter,
  NeverHad,
  NoMatch,
  Panel,
  Skeleton,
  SkeletonRows,
  Status,
} from "@/components/ui";
import { Section, Show } from "./frame";

const nothing = () => undefined;

export function Feedback(section: { readonly id: string; readonly title: string }) {
  return (
    <Section {...section}>
      <Show title="Never had data, with a preview">
        <div className="rounded border">
          <NeverHad
            title="Nothing has run yet"
            action={<Button look="primary">Load demo data</Button>}
            preview={<PreviewRows />}
          >
            A run appears here as soon as you start a workflow, and grows while you watch.
          </NeverHad>
        </div>
      </Show>
      <Show title="Filters match nothing · aged out">
        <div className="divide-y rounded border">
          <NoMatch noun="run" onClear={nothing} />
          <AgedOut noun="runs" kept="14 days" />
        </div>
      </Show>
      <Show title="Error">
        <div className="rounded border">
          <ErrorState
            title="The runs could not be loaded"
            message="Banyan did not answer. Is it still running?"
            requestId="req_01993ab2"
            onRetry={nothing}
          />
        </div>
      </Show>
      <Show title="Panel that holds what breaks inside">
        <Panel title="Runs by status" actions={<Button size="small">Export</Button>}>
          <Breakable />
        </Panel>
      </Show>
      <Show title="Skeletons">
        <div className="rounded border">
          <SkeletonRows rows={4} />
          <div className="p-pad">
            <Skeleton className="h-4 w-48" />
          </div>
        </div>
      </Show>
      <Show title="End of a list · empty without a preview">
        <div className="rounded border">
          <EmptyState title="No run selected">Choose a run in the tree to see its input.</EmptyState>
          <ListFooter shown={150} noun={["run", "runs"]} onMore={nothing} />
        </div>
      </Show>
    </Section>
  );
}

function Breakable() {
  const [broken, setBroken] = useState(false);
  if (broken) throw new Error("The series has no points.");
  return <Button onClick={() => setBroken(true)}>Break it</Button>;
}

const LOOKS = ["running", "succeeded", "failed", "succeeded", "succeeded", "cancelled"] as const;

function PreviewRows() {
  return LOOKS.map((status, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they never move
    <div key={row} className="flex h-row items-center gap-4 border-b px-cell text-small">
      <Status status={status} className="w-28" />
      <span className="grow">dependency-audit</span>
      <span className="font-mono">{row + 2}/10</span>
    </div>
  ));
}
