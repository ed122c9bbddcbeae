"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useCommands } from "../keys";
import { Button, Confirm, formatCount } from "../ui";
import { progressOf } from "./model/progress";
import { useDemo } from "./use-demo";

/** Says on every page that demo data is there, and takes it away again; nothing without demo data. */
export function DemoBadge() {
  const { status, remove } = useDemo();
  const [asked, setAsked] = useState(false);
  const loaded = status?.phase === "loaded";
  useCommands(
    loaded
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
        disabled={!loaded}
        onClick={() => setAsked(true)}
        title="Remove demo data"
        data-testid="demo-badge"
        className="rounded-full border-waiting/50 text-waiting-ink"
      >
        <FlaskConical aria-hidden /> Demo{progress ? `: ${progress}` : ""}
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
