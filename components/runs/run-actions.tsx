"use client";
import { useMutation } from "@tanstack/react-query";
import { Ban, Columns2, Link2, Pause, Play, RotateCcw, RotateCw } from "lucide-react";
import { Suspense, useState } from "react";
import type { TreeSummary } from "#server/engine/live/wire";
import type { Json } from "#server/engine/values/json";
import { isCut } from "../inspector";
import { useCommands } from "../keys";
import { messageOf, useMay, useTRPC, useTRPCClient } from "../providers";
import { copyLink } from "../shell";
import { Button, buttonClass, isLive, Link, lazyPart, MissingPopup, toast, useOpened } from "../ui";
import { ExportMenu } from "./export-menu";

const StartDialog = lazyPart(
  () => import("./start-form/start-dialog").then((part) => ({ default: part.StartDialog })),
  MissingPopup,
);

const CancelDialog = lazyPart(
  () => import("../acts").then((part) => ({ default: part.CancelDialog })),
  MissingPopup,
);

const SECTION = "This run";

type RunActionsProps = {
  readonly tree: TreeSummary;
  /** Instant that the tree is shown at, for its files; `null` = the present. */
  readonly at: number | null;
};

/** What the reader may do with a tree as a whole. The stream shows the effect: nothing is assumed to have worked. */
export function RunActions({ tree, at }: RunActionsProps) {
  const live = isLive(tree.status);
  const may = {
    pause: useMay("run.pause"),
    requeue: useMay("run.requeue"),
    cancel: useMay("run.cancel"),
    start: useMay("run.start"),
  };
  useCommands([
    {
      id: "link.copy",
      title: "Copy link to exactly this view",
      section: SECTION,
      words: ["url", "share"],
      icon: <Link2 aria-hidden />,
      run: copyLink,
    },
  ]);
  return (
    <div className="flex items-center gap-1.5">
      {live && may.pause ? <PauseButton tree={tree} /> : null}
      {tree.status === "needs_attention" && may.requeue ? <RequeueButton tree={tree} /> : null}
      <Link
        href={`/runs/compare?a=${tree.treeId}`}
        className={buttonClass({ look: "quiet", size: "small" })}
        title="Compare this run with another one"
        data-testid="compare-run"
      >
        <Columns2 aria-hidden /> <span className="max-2xl:sr-only">Compare with…</span>
      </Link>
      <ExportMenu id={tree.treeId} at={at} />
      <Button size="small" look="quiet" onClick={copyLink} title="Copy a link to exactly this view">
        <Link2 aria-hidden /> <span className="max-2xl:sr-only">Copy link</span>
      </Button>
      {live && may.cancel ? <CancelButton tree={tree} /> : null}
      {!live && may.start ? <AgainButton tree={tree} /> : null}
    </div>
  );
}

function PauseButton({ tree }: { readonly tree: TreeSummary }) {
  const trpc = useTRPC();
  const failed = (error: unknown) => toast.error("Nothing changed", { description: messageOf(error) });
  const pause = useMutation(trpc.runs.pause.mutationOptions({ onError: failed }));
  const resume = useMutation(trpc.runs.resume.mutationOptions({ onError: failed }));
  const busy = pause.isPending || resume.isPending;
  const call = tree.paused ? resume : pause;
  const change = () => call.mutate({ id: tree.treeId });
  useCommands([
    tree.paused
      ? { id: "run.resume", title: "Resume run", section: SECTION, icon: <Play aria-hidden />, run: change }
      : { id: "run.pause", title: "Pause run", section: SECTION, icon: <Pause aria-hidden />, run: change },
  ]);
  return (
    <Button size="small" busy={busy} onClick={change} data-testid={tree.paused ? "resume-run" : "pause-run"}>
      {tree.paused ? <Play aria-hidden /> : busy ? null : <Pause aria-hidden />}{" "}
      {tree.paused ? "Resume" : "Pause"}
    </Button>
  );
}

/** Goes away when the stream has told that the tree is back at work. */
function RequeueButton({ tree }: { readonly tree: TreeSummary }) {
  const trpc = useTRPC();
  const requeue = useMutation(
    trpc.runs.requeue.mutationOptions({
      onError: (error) => toast.error("The tree was not requeued", { description: messageOf(error) }),
    }),
  );
  const putBack = () => requeue.mutate({ id: tree.treeId });
  useCommands([
    {
      id: "run.requeue",
      title: "Requeue run",
      section: SECTION,
      icon: <RotateCcw aria-hidden />,
      run: putBack,
    },
  ]);
  return (
    <Button size="small" busy={requeue.isPending} onClick={putBack} data-testid="requeue-run">
      {requeue.isPending ? null : <RotateCcw aria-hidden />} Requeue
    </Button>
  );
}

function CancelButton({ tree }: { readonly tree: TreeSummary }) {
  const [open, setOpen] = useState(false);
  const asked = useOpened(open);
  useCommands([
    {
      id: "run.cancel",
      title: "Cancel run…",
      section: SECTION,
      words: ["stop", "abort"],
      icon: <Ban aria-hidden />,
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} data-testid="cancel-run">
        <Ban aria-hidden /> Cancel
      </Button>
      {asked ? (
        <Suspense>
          <CancelDialog
            id={tree.treeId}
            what={`this run of ${tree.name}`}
            open={open}
            onOpenChange={setOpen}
          />
        </Suspense>
      ) : null}
    </>
  );
}

function AgainButton({ tree }: { readonly tree: TreeSummary }) {
  const client = useTRPCClient();
  const [earlier, setEarlier] = useState<{ readonly input: Json } | null>(null);
  const [open, setOpen] = useState(false);
  const load = useMutation({
    mutationFn: async (): Promise<Json> => {
      const { input } = await client.runs.get.query({ id: tree.treeId });
      return isCut(input) ? downloadInput(tree.treeId) : input;
    },
    onSuccess: (input) => {
      setEarlier({ input });
      setOpen(true);
    },
    onError: (error) => toast.error("The input could not be loaded", { description: messageOf(error) }),
  });
  useCommands([
    {
      id: "run.again",
      title: "Start again with this input…",
      section: SECTION,
      words: ["replay", "repeat", "rerun"],
      icon: <RotateCw aria-hidden />,
      run: () => load.mutate(),
    },
  ]);
  return (
    <>
      <Button size="small" busy={load.isPending} onClick={() => load.mutate()} data-testid="start-again">
        {load.isPending ? null : <RotateCw aria-hidden />} Start again
      </Button>
      {earlier ? (
        <Suspense fallback={null}>
          <StartDialog slug={tree.slug} open={open} onOpenChange={setOpen} earlier={earlier.input} />
        </Suspense>
      ) : null}
    </>
  );
}

async function downloadInput(id: string): Promise<Json> {
  const answer = await fetch(`/api/v1/runs/${id}/input`);
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()) as Json;
}
