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
      {run ? <RunLine run={run} pinned={pinned} onForget={onForget} /> : null}
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

type RunLineProps = {
  readonly run: DraftRun;
  /** What is pinned in the draft now. */
  readonly pinned: readonly string[];
  readonly onForget: () => void;
};

function RunLine({ run: { status, waitsFor, asking, started }, pinned, onForget }: RunLineProps) {
  return (
    <p className="flex flex-wrap items-center gap-2" data-testid="draft-run">
      <span className="text-ink-muted">Run of the draft</span>
      <Status status={status} />
      {waitsFor === null ? null : <span>for {waitsFor}</span>}
      {sameNames(started.pinned, pinned) ? null : (
        <span>
          {started.pinned.length === 0 ? "none of it pinned" : `${started.pinned.length} of it pinned`}
        </span>
      )}
      {started.reused.length > 0 ? (
        <span>{`${counted("result", started.reused.length)} of the last run`}</span>
      ) : null}
      <Link
        href={asking ? `/runs/${started.id}?run=${asking}` : `/runs/${started.id}`}
        className={buttonClass({ size: "small", look: asking === null ? "plain" : "primary" })}
      >
        {asking === null ? "Open run" : "Answer in the run"}
      </Link>
      <Button size="icon-small" look="quiet" aria-label="Take the run off the canvas" onClick={onForget}>
        <X aria-hidden />
      </Button>
    </p>
  );
}

/** What a run had pinned is told where it is not what the draft has, which stands beside it. */
function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name));
}
