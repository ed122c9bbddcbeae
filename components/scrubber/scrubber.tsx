"use client";
import { ChevronLeft, ChevronRight, Pause, Play, Radio } from "lucide-react";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { textOf, useCommands } from "../keys";
import type { TreeStore } from "../tree";
import { Button, isLive, Select, useNow } from "../ui";
import { Line } from "./line";
import { instantOf, momentsAt } from "./model/marks";
import { type At, PACES, type Pace, stepped } from "./model/travel";
import { MomentText } from "./moment-text";
import { useMoments } from "./use-history";
import { usePlayback } from "./use-playback";

type ScrubberProps = {
  readonly treeId: string;
  /** The tree as it is now. */
  readonly now: TreeStore;
  readonly at: At;
  readonly onAt: (at: At) => void;
  readonly loading: boolean;
  readonly error: string | null;
  /** What was asked for before this was there. */
  readonly early: 1 | -1 | null;
};

/** The time of a tree as a line to go back on, with marks where something happened. */
export function Scrubber({ treeId, now, at, onAt, loading, error, early }: ScrubberProps) {
  const { live, reach } = useReach(now);
  const { moments, known, ask } = useMoments(treeId, now, at !== null || early !== null);
  const [pace, setPace] = useState<Pace>("fast");
  const { playing, play, pause } = usePlayback({ at, onAt, pace, reach });
  const to = (next: At) => {
    pause();
    onAt(next);
  };
  const steps = moments.map(instantOf);
  const go = useStep(early, known, ask, (step) => to(stepped(steps, at, step, reach)));
  useTimeCommands({ go, onBack: at === null ? null : () => to(null) });
  return (
    <section aria-label="Time" className="flex min-w-0 grow items-center gap-1" data-testid="scrubber">
      <IconButton label="Moment before" title="Moment before (,)" onClick={() => go(-1)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <IconButton label={playing ? "Pause playing" : "Play how it grew"} onClick={playing ? pause : play}>
        {playing ? <Pause aria-hidden /> : <Play aria-hidden />}
      </IconButton>
      <IconButton label="Moment after" title="Moment after (.)" disabled={at === null} onClick={() => go(1)}>
        <ChevronRight aria-hidden />
      </IconButton>
      <Line moments={moments} reach={reach} at={at} onAt={to} onAsk={ask} />
      {playing ? (
        <Select
          label="Pace"
          value={pace}
          onChange={(next) => setPace(next as Pace)}
          options={Object.entries(PACES).map(([value, label]) => ({ value, label }))}
          className="h-7 text-small"
        />
      ) : null}
      {at === null ? (
        <span className="shrink-0 px-1 text-ink-muted text-small max-sm:hidden">
          {live ? "Live" : "As it ended"}
        </span>
      ) : error ? (
        <Failed message={error} onBack={() => to(null)} />
      ) : (
        <MomentText
          at={at}
          since={at - reach.from}
          happened={momentsAt(moments, at)[0]}
          loading={loading}
          live={live}
          onBack={() => to(null)}
        />
      )}
    </section>
  );
}

/** Steps from moment to moment; the first step waits until it is known which there are. */
function useStep(early: 1 | -1 | null, known: boolean, ask: () => void, take: (step: 1 | -1) => void) {
  const waiting = useRef(early);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (!known || waiting.current === null) return;
    latest.current(waiting.current);
    waiting.current = null;
  }, [known]);
  return (step: 1 | -1) => {
    if (known) return take(step);
    waiting.current = step;
    ask();
  };
}

function Failed({ message, onBack }: { readonly message: string; readonly onBack: () => void }) {
  return (
    <span className="flex min-w-0 items-center gap-2 pl-1 text-small">
      <span role="alert" className="line-clamp-2 min-w-0 text-failed-ink leading-tight" title={message}>
        {message}
      </span>
      <Button size="small" onClick={onBack} className="shrink-0">
        <Radio aria-hidden /> <span className="max-sm:sr-only">Back to the present</span>
      </Button>
    </span>
  );
}

/** From the start of a tree to its end, or to now. */
function useReach({ tree, forest }: TreeStore) {
  const live = tree !== null && isLive(tree.status);
  const clock = useNow(tree !== null && tree.endedAt === null);
  const from = forest.rows[0]?.startedAt ?? tree?.startedAt ?? 0;
  return { live, reach: { from, to: Math.max(from + 1, tree?.endedAt ?? clock) } };
}

type TimeCommands = { readonly go: (step: 1 | -1) => void; readonly onBack: (() => void) | null };

function useTimeCommands({ go, onBack }: TimeCommands): void {
  const section = "This tree";
  useCommands([
    { id: "time.earlier", title: textOf("time.earlier"), section, run: () => go(-1) },
    { id: "time.later", title: textOf("time.later"), section, run: () => go(1) },
    ...(onBack ? [{ id: "time.live", title: "Back to the present", section, run: onBack }] : []),
  ]);
}

type IconButtonProps = { readonly label: string } & Omit<ComponentProps<typeof Button>, "look" | "size">;

function IconButton({ label, title = label, ...props }: IconButtonProps) {
  return <Button look="quiet" size="icon" aria-label={label} title={title} {...props} />;
}
