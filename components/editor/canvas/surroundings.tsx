"use client";
import { Background, BackgroundVariant, Controls, MiniMap } from "@xyflow/react";

/** What stands around the nodes of every canvas here: dots, zoom, and an overview. */
export function Surroundings() {
  return (
    <>
      <Background variant={BackgroundVariant.Dots} gap={16} color="var(--line-strong)" />
      <Controls showInteractive={false} className="max-sm:!hidden" />
      <MiniMap
        pannable
        zoomable
        className="max-sm:!hidden"
        ariaLabel="Overview of the canvas"
        nodeColor="var(--line-strong)"
        bgColor="var(--panel)"
        maskColor="color-mix(in srgb, var(--hover) 70%, transparent)"
      />
    </>
  );
}
