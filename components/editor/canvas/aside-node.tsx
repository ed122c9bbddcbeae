"use client";
import { Handle, type Node, type NodeProps, NodeResizer, Position } from "@xyflow/react";
import { ChevronDown, ChevronRight, StickyNote } from "lucide-react";
import { memo } from "react";
import type { AsideColour } from "#server/engine/graph/layout";
import { cx, Markdown } from "../../ui";
import { type Aside, TITLE_HEIGHT } from "../model/asides";
import { counted } from "../model/names";
import { useCanvasActs } from "./canvas-acts";

export type AsideData = { readonly aside: Aside; readonly held: number };
export type AsideNode = Node<AsideData, "aside">;

const LEAST = { minWidth: 96, minHeight: 64 } as const;

/** A frame around nodes, or a note. Only its title or its text is in the way of the pointer. */
export const AsideBox = memo(function AsideBox({ data, selected }: NodeProps<AsideNode>) {
  const { aside, held } = data;
  const { resize } = useCanvasActs();
  const shut = aside.what === "frame" && aside.value.collapsed === true;
  return (
    <>
      {resize && selected && !shut ? (
        <NodeResizer
          {...LEAST}
          color="var(--accent)"
          handleClassName="!size-2.5 !rounded-sm pointer-events-auto"
          onResize={(_, { x, y, width, height }) => resize(aside.key, { x, y, width, height }, false)}
          onResizeEnd={(_, { x, y, width, height }) => resize(aside.key, { x, y, width, height }, true)}
        />
      ) : null}
      <div
        data-testid={aside.what}
        className={cx(
          "relative h-full w-full overflow-hidden rounded-lg border",
          TONES[aside.value.colour ?? "grey"],
          selected && "border-accent outline-2 outline-accent",
        )}
      >
        {aside.what === "frame" ? (
          <FrameTitle aside={aside} held={held} />
        ) : (
          <div className="nowheel pointer-events-auto h-full cursor-grab overflow-y-auto p-2.5 text-ink text-small [overflow-wrap:anywhere]">
            {aside.value.text ? (
              <Markdown text={aside.value.text} />
            ) : (
              <span className="flex items-center gap-1.5 text-ink-muted">
                <StickyNote aria-hidden className="size-3.5" /> An empty note
              </span>
            )}
          </div>
        )}
      </div>
      {shut ? (
        <>
          <Handle type="target" position={Position.Left} isConnectable={false} className={STUB} />
          <Handle type="source" position={Position.Right} isConnectable={false} className={STUB} />
        </>
      ) : null}
    </>
  );
});

const STUB = "!size-2 !border-0 !bg-ink-faint";

type FrameTitleProps = { readonly aside: Extract<Aside, { what: "frame" }>; readonly held: number };

function FrameTitle({ aside: { key, id, value }, held }: FrameTitleProps) {
  const { fold } = useCanvasActs();
  const shut = value.collapsed === true;
  const Arrow = shut ? ChevronRight : ChevronDown;
  return (
    <div
      className={cx(
        "pointer-events-auto flex cursor-grab items-center gap-1 px-1.5 font-medium text-small",
        shut && "h-full",
      )}
      style={shut ? {} : { height: TITLE_HEIGHT }}
    >
      {fold ? (
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={!shut}
          aria-label={`${shut ? "Open" : "Collapse"} the frame ${value.title || id}`}
          onClick={() => fold(key)}
          className="nodrag flex size-6 shrink-0 items-center justify-center rounded-sm hover:bg-hover"
        >
          <Arrow aria-hidden className="size-4" />
        </button>
      ) : null}
      <span className="min-w-0 truncate">{value.title || id}</span>
      {shut ? <span className="shrink-0 text-ink-muted text-micro">{counted("node", held)}</span> : null}
    </div>
  );
}

/** The colours of the palette. */
const TONES: Readonly<Record<AsideColour, string>> = {
  grey: "border-line-strong bg-queued-soft text-ink",
  blue: "border-running/50 bg-running-soft text-running-ink",
  violet: "border-waiting/50 bg-waiting-soft text-waiting-ink",
  green: "border-succeeded/50 bg-succeeded-soft text-succeeded-ink",
  amber: "border-degraded/50 bg-degraded-soft text-degraded-ink",
  red: "border-failed/50 bg-failed-soft text-failed-ink",
};
