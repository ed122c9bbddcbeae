"use client";
import { Background, BackgroundVariant, ControlButton, Controls, MiniMap, useStore } from "@xyflow/react";
import { Map as MapIcon } from "lucide-react";
import { useDeferredValue } from "react";
import { cx } from "../../ui";
import { overviewColour } from "./overview-colour";
import { toggleOverview, useOverview } from "./use-overview";

/** What stands around the nodes of every canvas here: dots, zoom, and an overview. */
export function Surroundings() {
  // The overview draws every node, whatever is in view: what one came to see stands there first.
  const seen = useDeferredValue(true, false);
  const wanted = useOverview();
  const empty = useStore(({ nodes }) => nodes.length === 0);
  return (
    <>
      <Background variant={BackgroundVariant.Dots} gap={16} color="var(--line-strong)" />
      <Controls showInteractive={false} className="max-sm:!hidden">
        <ControlButton
          onClick={toggleOverview}
          aria-label="Overview"
          aria-pressed={wanted}
          title={wanted ? "Hide the overview" : "Show the overview"}
          className={cx(!wanted && "opacity-50")}
        >
          <MapIcon aria-hidden className="!fill-none" />
        </ControlButton>
      </Controls>
      {seen && wanted && !empty ? (
        <MiniMap
          pannable
          zoomable
          className="max-sm:!hidden"
          ariaLabel="Overview of the canvas"
          nodeColor={overviewColour}
          bgColor="var(--panel)"
          maskColor="color-mix(in srgb, var(--hover) 70%, transparent)"
        />
      ) : null}
    </>
  );
}
