"use client";
import { useEffect } from "react";
import type { RunRow, Status } from "#server/engine/live/wire";
import type { NodeRow, RunNodes, StartedDraft } from "#server/services/types";
import { useRun } from "../../inspector";
import { standingOf, useLiveTree, waitingNodes } from "../../tree";
import type { CardMark, Overlay } from "../model/trial/overlay";
import { askingRun, withWaits } from "../model/trial/run-waits";
import { leadKey } from "../model/trial/ways";
import type { Seen } from "./use-draft-run";

/** The canvas is looked at while a run goes on: sooner than the inspector of a run asks again. */
const EVERY_MS = 500;

type FollowRunProps = {
  readonly started: StartedDraft;
  readonly onSeen: (id: string, seen: Seen) => void;
  readonly onEnded: () => void;
};

/** Follows a run by the live stream of its tree, and draws nothing itself. */
export function FollowRun(props: FollowRunProps) {
  const { store } = useLiveTree(props.started.treeId);
  const root = store.forest.rows[0];
  if (!root || !store.tree) return null;
  const { status, wait } = standingOf(store.forest, store.tree);
  const asking = wait ? askingRun(store.forest.rows) : null;
  const waiting = waitingNodes(store.forest).join(" ");
  return (
    <Root
      {...props}
      row={root}
      waiting={waiting}
      status={status}
      waitsFor={wait?.text ?? null}
      asking={asking}
    />
  );
}

type RootProps = FollowRunProps &
  Pick<Seen, "waitsFor" | "asking"> & {
    readonly row: RunRow;
    /** Ids of nodes that wait. As one text they are the same for as long as they say the same. */
    readonly waiting: string;
    readonly status: Status;
  };

function Root({ started: { id }, onSeen, onEnded, row, waiting, status, waitsFor, asking }: RootProps) {
  const { nodes } = useRun(id, row, status, EVERY_MS);
  const { data } = nodes;
  const ended = row.endedAt !== null;
  useEffect(
    () => onSeen(id, { status, waitsFor, asking, overlay: withWaits(marksOf(data), idsIn(waiting)) }),
    [onSeen, id, status, waitsFor, asking, data, waiting],
  );
  useEffect(() => {
    if (ended) onEnded();
  }, [ended, onEnded]);
  return null;
}

function idsIn(waiting: string): readonly string[] {
  return waiting === "" ? [] : waiting.split(" ");
}

function marksOf(rows: RunNodes | undefined): Overlay {
  const attempts = new Map<string, number>();
  for (const { nodeId, attempt } of rows?.attempts ?? [])
    attempts.set(nodeId, Math.max(attempt, attempts.get(nodeId) ?? 0));
  const reached = (rows?.nodes ?? []).filter(({ status }) => status !== "pending");
  return new Map(reached.map((row) => [row.nodeId, markOf(row, attempts.get(row.nodeId) ?? 0)]));
}

function markOf({ status, source, degraded, leads }: NodeRow, attempts: number): CardMark {
  return {
    status,
    attempts,
    ...(source ? { source } : {}),
    ...(degraded ? { degraded } : {}),
    ...(leads ? { leads: leads.map(leadKey) } : {}),
  };
}
