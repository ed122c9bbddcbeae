"use client";
import type { Imported } from "#server/engine/import/report";
import { ImportReport } from "../exchange";
import { Dialog } from "../ui";

type PasteReportProps = { readonly pasted: Imported | null; readonly onClose: () => void };

/** What became of everything that was pasted from another tool. */
export function PasteReport({ pasted, onClose }: PasteReportProps) {
  return (
    <Dialog
      open={pasted !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="What became of what was pasted"
      description="It is on the canvas. Look at what is approximated or dropped; undo takes all of it back."
      className="sm:max-w-2xl"
    >
      <div className="overflow-y-auto p-4">{pasted ? <ImportReport imported={pasted} /> : null}</div>
    </Dialog>
  );
}
