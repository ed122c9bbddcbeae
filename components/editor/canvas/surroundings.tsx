"use client";
import { Background, BackgroundVariant, Controls, MiniMap } from "@xyflow/react";
import { useDeferredValue } from "react";

/** What stands around the nodes of every canvas here: dots, zoom, and an overview. */
export function Surroundings() {
  // The overview draws every node, whatever is in view: what one came to see stands there first.
  const seen = useDeferredValue(true, false);
  return (
    <>
      <Background variant={BackgroundVariant.Dots} gap={16} color="var(--line-strong)" />
      <Controls showInteractive={false} className="max-sm:!hidden" />
      {seen ? (
        <MiniMap
          pannable
          zoomable
          className="max-sm:!hidden"
          ariaLabel="Overview of the canvas"
          nodeColor="var(--line-strong)"
          bgColor="var(--panel)"
          maskColor="color-mix(in srgb, var(--hover) 70%, transparent)"
        />
      ) : null}
    </>
  );
}
