"use client";
import { Fragment, type ReactNode, useRef } from "react";
import { cx } from "../cx";
import { useWidth } from "../use-width";
import { Edge } from "./edge";
import { boundsOf, paneAt, type Sized, widthOf, within } from "./model/widths";
import { useWidths } from "./use-widths";

export type PaneSpec = Sized & { readonly children: ReactNode };

type PanesProps = {
  /** Widths are remembered in the browser under this name. */
  readonly id: string;
  /** One of them has no width. */
  readonly panes: readonly PaneSpec[];
  readonly className?: string;
};

/** Panes side by side, with edges that can be dragged or moved by arrow keys. */
export function Panes({ id, panes, className }: PanesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame, 0);
  const [widths, change] = useWidths(id);
  const edgeAt = (edge: number) => {
    const found = paneAt(panes, edge);
    if (!found) return null;
    const { pane, wider } = found;
    const bounds = boundsOf(pane, panes, widths, room);
    return (
      <Edge
        pane={pane.id}
        wider={wider}
        width={widthOf(pane, panes, widths, room) ?? pane.min}
        bounds={bounds}
        onWidth={(width) => change(pane.id, width === null ? null : within(width, bounds))}
      />
    );
  };
  return (
    <div ref={frame} className={cx("flex min-h-0 min-w-0 grow", className)}>
      {panes.map((pane, place) => {
        const width = widthOf(pane, panes, widths, room);
        return (
          <Fragment key={pane.id}>
            {place > 0 ? edgeAt(place - 1) : null}
            <div
              id={pane.id}
              className="flex min-h-0 overflow-hidden"
              style={{ minWidth: pane.min, flex: width === null ? "1 1 0" : `0 1 ${width}px` }}
            >
              {pane.children}
            </div>
          </Fragment>
        );
      })}
    </div>
  );
}
