"use client";
import { PinOff, X } from "lucide-react";
import { Button, buttonClass, Link, Status } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { counted } from "../model/names";
import { useTrial } from "../trial-context";
import type { DraftRun } from "./use-draft-run";

type RunBannerProps = { readonly run: DraftRun | null; readonly onForget: () => void };

/** What is not as a published run would have it: a run of the draft that is drawn over the canvas, and what is pinned. */
export function RunBanner({ run, onForget }: RunBannerProps) {
  const { pins, pin, mayPin } = useTrial();
  const { mayEdit } = useEditing();
  const { graph } = useEditorState();
  const pinned = Object.keys(pins).filter((id) => Object.hasOwn(graph.nodes, id));
  if (!run && pinned.length === 0) return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-panel px-3 py-1 text-small">
      {run ? (
        <p className="flex flex-wrap items-center gap-2" data-testid="draft-run">
          <span className="text-ink-muted">Run of the draft</span>
          <Status status={run.status} />
          {run.started.pinned.length > 0 ? (
            <span>{counted("pinned node", run.started.pinned.length)}</span>
          ) : null}
          {run.started.reused.length > 0 ? (
            <span>{`${counted("result", run.started.reused.length)} of the last run`}</span>
          ) : null}
          <Link href={`/runs/${run.started.id}`} className={buttonClass({ size: "small" })}>
            Open run
          </Link>
          <Button size="icon-small" look="quiet" aria-label="Take the run off the canvas" onClick={onForget}>
            <X aria-hidden />
          </Button>
        </p>
      ) : null}
      {pinned.length > 0 ? (
        <p className="ml-auto flex items-center gap-2" data-testid="pin-banner">
          {counted("pinned node", pinned.length)}
          <span className="text-ink-muted max-sm:hidden">
            used by dry runs and runs of the draft, never published
          </span>
          {mayPin && mayEdit ? (
            <Button
              size="small"
              look="quiet"
              onClick={() => pin(Object.fromEntries(pinned.map((id) => [id, null])))}
            >
              <PinOff aria-hidden /> Unpin all
            </Button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
