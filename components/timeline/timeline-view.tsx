"use client";
import { useRef, useState } from "react";
import { useDrag, useSheet, useZoom, useZoomKeys, ViewBar } from "../drawing";
import { ChosenRun, nameOf, type RunViewProps } from "../tree";
import { isLive, SWITCHED, useAddressed, useNow } from "../ui";
import { ROW } from "./model/draw-run";
import { drawTimeline, frameOf, lineAt } from "./model/draw-timeline";
import { visibleRows } from "./model/visible-rows";
import { zoomOfChosen } from "./model/zoom-of-chosen";
import { Ruler } from "./ruler";
import { TimelineBar } from "./timeline-bar";
import { useBusy } from "./use-busy";
import { useInStep } from "./use-in-step";
import { useScene } from "./use-scene";
import { useSpans } from "./use-spans";
import { useTimelinePicture } from "./use-timeline-picture";

const NAMES = 200;
const NAMES_NARROW = 124;
const NARROW = 560;

/** When every run began, worked, waited and ended: a row for each line of the tree. */
export function TimelineView(props: RunViewProps) {
  const { store, screen } = props;
  const view = useTimeline(props);
  const { scene } = view;
  return (
    <section aria-label="Timeline" className="flex min-h-0 min-w-0 grow flex-col" data-testid="timeline">
      <ViewBar label="Timeline">
        <TimelineBar {...view.bar} />
      </ViewBar>
      <Ruler scene={scene.sceneNow} onAt={props.onAt} onZoom={view.setZoom} />
      {/* biome-ignore lint/a11y/useSemanticElements: no element means a drawing that takes keys */}
      <div
        ref={view.scroller}
        role="group"
        aria-label={`Timeline of ${store.forest.total.total} runs. Arrow keys choose a run, as in the tree.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the selection while it has the focus
        tabIndex={0}
        data-tree-keys
        {...view.handlers}
        onWheel={screen.wander}
        className="relative min-h-0 grow overflow-y-auto overflow-x-hidden outline-offset-[-2px]"
      >
        <canvas
          ref={view.canvas}
          aria-hidden
          data-testid="timeline-canvas"
          className="sticky top-0 block h-full w-full"
        />
        <div style={{ height: view.below }} />
      </div>
      <ChosenRun store={store} active={screen.active} />
    </section>
  );
}

function useTimeline({ treeId, store, now, screen, at, beside, onPicture }: RunViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [critical, setCritical] = useAddressed("critical", SWITCHED);
  const [compressed, setCompressed] = useAddressed("rests", SWITCHED);
  const goesOn = now.tree !== null && isLive(now.tree.status);
  useNow(goesOn && at === null);
  const names = beside ? 0 : size.width < NARROW ? NAMES_NARROW : NAMES;
  const plot = () => ({ ...frameOf({ names }, size.width), length: scene.axisNow().length });
  const { zoom, setZoom, step, pan } = useZoom(scroller, plot, "zoom");
  const busy = useBusy(treeId, now, compressed);
  const scene = useScene({ store, now, screen, at, zoom, busy, critical, names });
  const scrolled = () => scroller.current?.scrollTop ?? 0;
  const redraw = useSheet(
    canvas,
    (painter, drawn) => drawTimeline(painter, scene.sceneNow(), drawn, scrolled()),
    setSize,
  );
  scene.ask.current = useSpans(
    treeId,
    () => visibleRows(now.forest, store.screen(), scrolled(), size.height),
    redraw,
  );
  const lines = store.screen();
  useInStep(scroller, { tree: beside ? screen.scroller : null, lines, show: screen.show });
  const root = store.forest.rows[0];
  useTimelinePicture(onPicture, { treeId, scene: scene.sceneNow, name: root ? nameOf(root) : "the tree" });
  useZoomKeys({ step, pan, toChosen: () => setZoom(zoomOfChosen(scene.sceneNow())) });
  const handlers = usePointer({ scroller, store, screen, redraw, hover: scene.hover }, (dx) => {
    const { left, right } = plot();
    pan(-dx / Math.max(1, right - left));
  });
  return {
    scroller,
    canvas,
    scene,
    setZoom,
    below: Math.max(0, lines.length * ROW - size.height),
    handlers: { ...handlers, onScroll: redraw },
    bar: {
      critical,
      onCritical: setCritical,
      compressed,
      onCompressed: setCompressed,
      zoomed: zoom !== null,
      onStep: step,
      onFit: () => setZoom(null),
    },
  };
}

type Pointed = Pick<RunViewProps, "store" | "screen"> & {
  readonly scroller: React.RefObject<HTMLDivElement | null>;
  readonly redraw: () => void;
  readonly hover: React.RefObject<string | null>;
};

/** A click chooses, a double click opens or closes, dragging moves the axis. */
function usePointer({ scroller, store, screen, redraw, hover }: Pointed, onDrag: (dx: number) => void) {
  const drag = useDrag(onDrag);
  const lineOf = ({ clientY }: { readonly clientY: number }) => {
    const element = scroller.current;
    if (!element) return undefined;
    return lineAt(store.screen(), clientY - element.getBoundingClientRect().top + element.scrollTop);
  };
  const point = (key: string | null) => {
    if (hover.current === key) return;
    hover.current = key;
    redraw();
  };
  return {
    ...drag.handlers,
    onPointerMove: (event: React.PointerEvent<HTMLDivElement>) => {
      point(lineOf(event)?.key ?? null);
      drag.handlers.onPointerMove(event);
    },
    onPointerLeave: () => point(null),
    onClick: (event: React.MouseEvent) => {
      const line = drag.wasDrag() ? undefined : lineOf(event);
      if (!line) return;
      if (line.kind !== "run") screen.toggle(line);
      screen.select(line);
    },
    onDoubleClick: (event: React.MouseEvent) => {
      const line = lineOf(event);
      if (line?.kind === "run") screen.toggle(line);
    },
  };
}
