"use client";
import { ChevronsRight, Pause, Play, RotateCcw, StepForward, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type Command, textOf, useCommands, useSpokenKeys } from "../../keys";
import { Button, formatDuration, Select } from "../../ui";
import { focusLater } from "../focus-later";
import { branchName } from "../model/trial/branches";
import type { Shown } from "../model/trial/messages";
import type { DryRunning } from "./use-dry-run";

const SPEEDS = [
  { value: "1", label: "1×" },
  { value: "10", label: "10×" },
  { value: "100", label: "100×" },
  { value: "", label: "As fast as it goes" },
];

type DryToolbarProps = {
  readonly dry: DryRunning;
  readonly onRestart: () => void;
  readonly onClose: () => void;
};

/** What moves a dry run, its clock, and where it stands. */
export function DryToolbar({ dry, onRestart, onClose }: DryToolbarProps) {
  const [speed, setSpeed] = useState("10");
  const { shown, ask } = dry;
  const keys = {
    next: useSpokenKeys("dry.next"),
    over: useSpokenKeys("dry.over"),
    play: useSpokenKeys("dry.play"),
  };
  const over = shown === null || shown.moment.state === "ended" || shown.moment.state === "stuck";
  const playing = shown?.playing ?? false;
  const restart = useRef<HTMLButtonElement>(null);
  const play = useRef<HTMLButtonElement>(null);
  // What had the keyboard goes or cannot be pressed any more as it begins and ends.
  const begun = shown !== null;
  useEffect(() => (begun ? focusLater(() => play.current?.focus()) : undefined), [begun]);
  useEffect(
    () => (begun && over ? focusLater(() => isLost() && restart.current?.focus()) : undefined),
    [begun, over],
  );
  const at = (text: string) => (text === "" ? null : Number(text));
  const toggle = () => ask(playing ? { ask: "pause" } : { ask: "play", speed: at(speed) });
  const step = (move: "next" | "over") => () => {
    if (!over) ask({ ask: "move", move });
  };
  useCommands([
    command("dry.next", step("next")),
    command("dry.over", step("over")),
    command("dry.play", () => {
      if (!over) toggle();
    }),
    command("dry.restart", onRestart),
  ]);
  return (
    <div
      role="toolbar"
      aria-label="Dry run"
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-3 py-1.5"
    >
      <Button ref={restart} size="small" onClick={onRestart} disabled={shown === null} title="Start again">
        <RotateCcw aria-hidden /> Restart
      </Button>
      <Button size="small" onClick={step("next")} disabled={over} title={`To the next node (${keys.next})`}>
        <StepForward aria-hidden /> Next
      </Button>
      <Button
        size="small"
        onClick={step("over")}
        disabled={over}
        title={`To the next node of this run, over what it starts below (${keys.over})`}
      >
        <ChevronsRight aria-hidden /> Step over
      </Button>
      <Button
        ref={play}
        size="small"
        look="primary"
        onClick={toggle}
        disabled={over}
        title={`To the next breakpoint (${keys.play})`}
      >
        {playing ? <Pause aria-hidden /> : <Play aria-hidden />} {playing ? "Pause" : "Continue"}
      </Button>
      <Select
        label="Speed"
        value={speed}
        options={SPEEDS}
        onChange={(next) => {
          setSpeed(next);
          if (playing) ask({ ask: "play", speed: at(next) });
        }}
      />
      {shown ? (
        <span className="font-mono text-small" data-testid="dry-clock" title="Virtual time">
          {formatDuration(shown.moment.at)}
        </span>
      ) : null}
      <p role="status" className="min-w-0 truncate text-small" data-testid="dry-state">
        {shown ? `${branchText(shown)}${stateText(shown)}` : ""}
      </p>
      <Button size="small" look="quiet" className="ml-auto" onClick={onClose}>
        <X aria-hidden /> Close dry run
      </Button>
    </div>
  );
}

/** Nothing that keys could act on has the keyboard. */
function isLost(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.matches(":disabled");
}

type DryCommand = "dry.next" | "dry.over" | "dry.play" | "dry.restart";

function command(id: DryCommand, run: () => void): Command {
  return { id, title: textOf(id), section: "Dry run", run };
}

function branchText({ branches, branch }: Shown): string {
  return branches.length > 1 ? `${branchName(branch)}: ` : "";
}

function stateText({ moment, playing }: Shown): string {
  const { state, stop } = moment;
  if (state === "ended") return "Ended";
  if (state === "stuck") return "Stands still: something waits that does not come";
  if (!stop || playing) return playing ? "Running" : "Paused";
  const why = stop.why === "breakpoint" ? ", at its breakpoint" : "";
  const problem = stop.problem ? `, whose condition cannot be evaluated: ${stop.problem}` : "";
  return `Before ${stop.node}, depth ${stop.depth}${why}${problem}`;
}
