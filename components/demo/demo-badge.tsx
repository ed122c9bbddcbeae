"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useCommands } from "../keys";
import { useMay } from "../providers";
import { Button, Confirm, formatCount } from "../ui";
import { progressOf } from "./model/progress";
import { useDemo } from "./use-demo";

/** Says on every page that demo data is there, and lets those who may take it away again; nothing without demo data. */
export function DemoBadge() {
  const { status, remove } = useDemo();
  const [asked, setAsked] = useState(false);
  const mayRemove = useMay("demo.remove");
  const removable = mayRemove && status?.phase === "loaded";
  useCommands(
    removable
      ? [
          {
            id: "demo.remove",
            title: "Remove demo data…",
            section: "You",
            icon: <FlaskConical aria-hidden />,
            run: () => setAsked(true),
          },
        ]
      : [],
  );
  if (!status || status.phase === "absent") return null;
  const progress = progressOf(status);
  return (
    <>
      <Button
        size="small"
        disabled={!removable}
        onClick={() => setAsked(true)}
        title={mayRemove ? "Remove demo data" : "Some of what you see is demo data"}
        data-testid="demo-badge"
        className="rounded-full border-waiting/50 text-waiting-ink"
      >
        <FlaskConical aria-hidden />
        <span className="max-sm:sr-only">Demo{progress ? `: ${progress}` : ""}</span>
      </Button>
      <Confirm
        open={asked}
        onOpenChange={setAsked}
        title="Remove the demo data?"
        verb="Remove demo data"
        keep="Keep it"
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setAsked(false) })}
        testId="confirm-remove-demo"
      >
        <p>
          This removes {formatCount(status.workflows)} workflows and {formatCount(status.trees)} trees of the
          demo. What you made yourself stays.
        </p>
      </Confirm>
    </>
  );
}
