"use client";
import { FoldHorizontal, Route } from "lucide-react";
import { BarSwitch, ZoomButtons } from "../drawing";

type TimelineBarProps = {
  readonly critical: boolean;
  readonly onCritical: (on: boolean) => void;
  readonly compressed: boolean;
  readonly onCompressed: (on: boolean) => void;
  readonly zoomed: boolean;
  readonly onStep: (factor: number) => void;
  readonly onFit: () => void;
};

export function TimelineBar(props: TimelineBarProps) {
  return (
    <>
      <BarSwitch
        on={props.critical}
        onChange={props.onCritical}
        label="Critical path"
        title="Mark the runs for which the end of the tree waited"
      >
        <Route aria-hidden />
      </BarSwitch>
      <BarSwitch
        on={props.compressed}
        onChange={props.onCompressed}
        label="Shorten rests"
        title="Draw rests of more than a fifth of the time short"
      >
        <FoldHorizontal aria-hidden />
      </BarSwitch>
      <Legend />
      <span className="ml-auto">
        <ZoomButtons zoomed={props.zoomed} onStep={props.onStep} onFit={props.onFit} />
      </span>
    </>
  );
}

const HATCH =
  "bg-[repeating-linear-gradient(135deg,var(--ink-faint)_0_1px,transparent_1px_4px)] h-2.5 w-5 shrink-0";

function Legend() {
  return (
    <span className="ml-2 flex shrink-0 items-center gap-3 text-ink-muted text-micro @max-2xl:hidden">
      <span className="flex items-center gap-1.5">
        <span aria-hidden className="h-2.5 w-5 rounded-sm bg-ink-faint" /> works
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden className={HATCH} /> waits
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden className="h-px w-5 bg-ink-faint" /> runs below it
      </span>
    </span>
  );
}
