"use client";
import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { Button, cx } from "../ui";

/** What stands over a view: as high as what stands over the tree beside it. */
export function ViewBar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="toolbar" aria-label={label} className="@container h-11 shrink-0 border-b bg-panel px-2">
      <div className="flex h-full items-center gap-1 overflow-x-auto [scrollbar-width:none]">{children}</div>
    </div>
  );
}

type SwitchProps = {
  readonly on: boolean;
  /** What it is called; its words are left out where there is no room. */
  readonly label: string;
  readonly title: string;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
};

/** A choice of a view that holds or not. */
export function BarSwitch({ on, label, title, onChange, children }: SwitchProps) {
  return (
    <Button
      look="quiet"
      size="small"
      aria-pressed={on}
      title={title}
      onClick={() => onChange(!on)}
      className={cx(on && "bg-hover text-ink")}
    >
      {children} <span className="@max-lg:sr-only">{label}</span>
    </Button>
  );
}

type ZoomButtonsProps = {
  readonly zoomed: boolean;
  readonly onStep: (factor: number) => void;
  readonly onFit: () => void;
};
const STEP = 1.6;

export function ZoomButtons({ zoomed, onStep, onFit }: ZoomButtonsProps) {
  return (
    <span className="flex items-center">
      <Button
        look="quiet"
        size="icon"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => onStep(STEP)}
      >
        <ZoomOut aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => onStep(1 / STEP)}
      >
        <ZoomIn aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Show all of it"
        title="Show all of it"
        disabled={!zoomed}
        onClick={onFit}
      >
        <Maximize2 aria-hidden />
      </Button>
    </span>
  );
}
