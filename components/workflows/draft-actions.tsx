"use client";
import { Trash2, Upload } from "lucide-react";
import { useState } from "react";
import { useCommands } from "../keys";
import { useMay } from "../providers";
import { Button } from "../ui";
import { DiscardConfirm } from "./discard-confirm";
import type { DraftActProps } from "./draft-act";
import { PublishDialog } from "./publish-dialog";

const SECTION = "This workflow";
type Act = "publish" | "discard";

/** What the reader may do with a draft; who may do nothing sees nothing. */
export function DraftActions({ draft, name }: Pick<DraftActProps, "draft" | "name">) {
  const [act, setAct] = useState<Act | null>(null);
  const may = { publish: useMay("workflow.publish"), discard: useMay("workflow.discardDraft") };
  const ask = (next: Act) => ({
    open: act === next,
    onOpenChange: (open: boolean) => setAct(open ? next : null),
  });
  useCommands([
    ...(may.publish ? [command("publish", "Publish draft…", <Upload aria-hidden />, setAct)] : []),
    ...(may.discard ? [command("discard", "Discard draft…", <Trash2 aria-hidden />, setAct)] : []),
  ]);
  return (
    <>
      {may.discard ? (
        <Button size="small" look="quiet" onClick={() => setAct("discard")} data-testid="discard-draft">
          <Trash2 aria-hidden /> <Verb>Discard</Verb>
        </Button>
      ) : null}
      {may.publish ? (
        <Button size="small" look="primary" onClick={() => setAct("publish")} data-testid="publish-draft">
          <Upload aria-hidden /> <Verb>Publish</Verb>
        </Button>
      ) : null}
      <PublishDialog draft={draft} name={name} {...ask("publish")} />
      <DiscardConfirm draft={draft} name={name} {...ask("discard")} />
    </>
  );
}

function command(act: Act, title: string, icon: React.ReactNode, choose: (act: Act) => void) {
  return { id: `draft.${act}`, title, section: SECTION, icon, run: () => choose(act) };
}

/** The whole of it where there is room. */
function Verb({ children }: { readonly children: string }) {
  return (
    <span>
      {children}
      <span className="max-sm:sr-only"> draft</span>…
    </span>
  );
}
