"use client";
import { ViewportPortal } from "@xyflow/react";
import type { Guide } from "../model/snap";

/** Lines that show what a node that is being moved is in line with. */
export function Guides({ guides }: { readonly guides: readonly Guide[] }) {
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          data-testid="guide"
          className="pointer-events-none absolute bg-accent"
          style={
            axis === "x"
              ? { left: at, top: from, width: 1, height: to - from }
              : { left: from, top: at, width: to - from, height: 1 }
          }
        />
      ))}
    </ViewportPortal>
  );
}
