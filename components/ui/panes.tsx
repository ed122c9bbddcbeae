"use client";
import type { ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { cx } from "./cx";

export type PaneSpec = {
  readonly id: string;
  readonly children: ReactNode;
  /** CSS sizes such as `360px` or `30%`. */
  readonly minSize?: string;
  readonly defaultSize?: string;
};

type PanesProps = {
  /** Sizes are remembered in the browser under this name. */
  readonly id: string;
  readonly panes: readonly PaneSpec[];
  readonly orientation?: "horizontal" | "vertical";
  readonly className?: string;
};

/** The server has no storage: there panes stand as they do by default. */
const storage =
  typeof window === "undefined"
    ? { getItem: () => null, setItem: () => undefined }
    : { getItem: (key: string) => localStorage.getItem(key), setItem: keepSize };

function keepSize(key: string, value: string): void {
  localStorage.setItem(key, value);
}

/** Panes side by side, with edges that can be dragged or moved by arrow keys. */
export function Panes({ id, panes, orientation = "horizontal", className }: PanesProps) {
  const layout = useDefaultLayout({ id, panelIds: panes.map((pane) => pane.id), storage });
  return (
    <Group orientation={orientation} className={cx("min-h-0 grow", className)} {...layout}>
      {panes.flatMap(({ id: pane, children, ...size }, index) => [
        ...(index > 0 ? [<Edge key={`edge-${pane}`} vertical={orientation === "vertical"} />] : []),
        <Panel key={pane} id={pane} className="flex min-h-0 min-w-0" {...size}>
          {children}
        </Panel>,
      ])}
    </Group>
  );
}

function Edge({ vertical }: { readonly vertical: boolean }) {
  return (
    <Separator
      className={cx(
        "bg-line outline-offset-0 transition-colors hover:bg-accent data-[separator=active]:bg-accent",
        vertical ? "h-px" : "w-px",
      )}
    />
  );
}
