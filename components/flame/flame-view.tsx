"use client";
import { type KeyboardEvent, useRef, useState } from "react";
import { drawRuler, useDrag, useSheet, useZoom, useZoomKeys, ViewBar, ZoomButtons } from "../drawing";
import { ChosenRun, nameOf, type RunViewProps } from "../tree";
import { COUNTED, formatCount, isLive, oneOf, useAddressed, useNow } from "../ui";
import { FlameBar } from "./flame-bar";
import { drawFlame } from "./model/draw-flame";
import { cellAt, MEASURES, type Measure, stepFrom } from "./model/flame";
import { COLOURINGS, type Colouring } from "./model/paint";
import { saidOf } from "./model/said";
import { useCoating } from "./use-flame";
import { useFlamePicture } from "./use-flame-picture";
import { PAD, useFlameScene } from "./use-flame-scene";

const BY_MEASURE = oneOf(MEASURES);
const BY_COLOURING = oneOf(COLOURINGS);

/** Every run as a box: its depth downwards, its time, tokens or cost across. */
export function FlameView(props: RunViewProps) {
  const { store, screen } = props;
  const view = useFlameView(props);
  return (
    <section aria-label="Flame" className="flex min-h-0 min-w-0 grow flex-col" data-testid="flame">
      <ViewBar label="Flame">
        <FlameBar {...view.bar} />
        <ZoomButtons {...view.zoomBar} />
      </ViewBar>
      <div className="h-10 shrink-0 border-b">
        <canvas ref={view.ruler} aria-hidden className="block h-full w-full" />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: no element means a drawing that takes keys */}
      <div
        ref={view.scroller}
        role="group"
        aria-label={`Flame of ${store.forest.total.total} runs. Arrow keys go along and between depths, Enter zooms in, Escape out.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the selection while it has the focus
        tabIndex={0}
        data-tree-keys
        {...view.handlers}
        className="relative min-h-0 grow overflow-y-auto overflow-x-hidden outline-offset-[-2px]"
      >
        <canvas
          ref={view.canvas}
          aria-hidden
          data-testid="flame-canvas"
          className="sticky top-0 block h-full w-full"
        />
        <div style={{ height: view.below }} />
      </div>
      <ChosenRun store={store} active={screen.active} />
    </section>
  );
}

function useFlameView({ treeId, store, now, screen, at, onPicture }: RunViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ruler = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [measure, setMeasure] = useAddressed<Measure>("width", BY_MEASURE);
  const [colouring, setColouring] = useAddressed<Colouring>("colour", BY_COLOURING);
  const [chosenFocus, setFocus] = useAddressed("below", COUNTED);
  // A run may not have started yet at the moment that is looked at.
  const focus = store.forest.rows[chosenFocus] ? chosenFocus : 0;
  const live = now.tree !== null && isLive(now.tree.status);
  useNow(live && at === null);
  const plot = () => {
    const flame = scene.flameNow();
    return { left: PAD, right: size.width - PAD, length: flame.to - flame.from };
  };
  const { zoom, setZoom, step, pan } = useZoom(scroller, plot, "flamezoom");
  const { coating, names } = useCoating(treeId, store, colouring, live);
  const scene = useFlameScene({ store, now, screen, at, measure, focus, zoom, coating });
  const redraw = useSheet(
    canvas,
    (painter, { width, height }) =>
      drawFlame(painter, scene.sceneNow(width), { width, height }, scroller.current?.scrollTop ?? 0),
    setSize,
  );
  useSheet(ruler, (painter, { width, height }) => {
    if (measure === "time") drawRuler(painter, scene.rulerNow(width, height));
    else painter.text(PAD, height - 12, measure === "tokens" ? "Tokens" : "Cost", { ink: "ink-muted" });
  });
  useFlamePicture(onPicture, { scene: scene.sceneNow, root: store.forest.rows[0] });
  const zoomInto = (no: number) => {
    setZoom(null);
    setFocus(no);
  };
  const active = screen.active?.startsWith("r") ? Number(screen.active.slice(1)) : focus;
  useZoomKeys({ step, pan, toChosen: () => zoomInto(active) });
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keyed(event, {
      go: (direction) => {
        const to = stepFrom(scene.flameNow(), store.forest, active, direction);
        if (to !== null) screen.goTo(to);
      },
      zoomIn: () => zoomInto(active),
      zoomOut: () => zoomInto(store.forest.rows[focus]?.parent ?? 0),
    });
    if (!act) return;
    event.preventDefault();
    act();
  };
  const flame = scene.flameNow();
  const drag = useDrag((dx) => pan(-dx / Math.max(1, size.width - 2 * PAD)));
  const noOf = (event: { clientX: number; clientY: number }): number | null => {
    const element = scroller.current;
    if (!element) return null;
    const { left, top } = element.getBoundingClientRect();
    const { point, slack } = scene.pointAt(event.clientX - left, size.width);
    return cellAt(scene.flameNow(), point, event.clientY - top + element.scrollTop, slack)?.no ?? null;
  };
  return {
    scroller,
    canvas,
    ruler,
    below: Math.max(0, flame.height - size.height),
    handlers: {
      ...drag.handlers,
      onKeyDown,
      onScroll: redraw,
      onClick: (event: React.MouseEvent) => {
        const no = drag.wasDrag() ? null : noOf(event);
        if (no !== null) screen.goTo(no);
      },
      onDoubleClick: (event: React.MouseEvent) => {
        const no = noOf(event);
        if (no !== null) zoomInto(no);
      },
      onPointerMove: (event: React.PointerEvent<HTMLDivElement>) => {
        scene.setHover(noOf(event));
        drag.handlers.onPointerMove(event);
      },
      onPointerLeave: () => scene.setHover(null),
    },
    bar: {
      measure,
      onMeasure: (next: Measure) => {
        setZoom(null);
        setMeasure(next);
      },
      colouring,
      onColouring: setColouring,
      focus: focus === 0 ? null : nameOfRun(store, focus),
      onAll: () => zoomInto(0),
      names,
      note: scene.hover === null ? noteOf(flame.left, measure, focus) : saidOf(store, scene.hover, at),
    },
    zoomBar: { zoomed: zoom !== null, onStep: step, onFit: () => setZoom(null) },
  };
}

type Acts = {
  readonly go: (direction: "parent" | "child" | "next" | "previous") => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
};

/** Keys that mean something else along boxes than in the tree. */
function keyed({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent, acts: Acts): (() => void) | null {
  if (ctrlKey || metaKey || altKey || shiftKey) return null;
  switch (key) {
    case "ArrowUp":
      return () => acts.go("parent");
    case "ArrowDown":
      return () => acts.go("child");
    case "ArrowLeft":
      return () => acts.go("previous");
    case "ArrowRight":
      return () => acts.go("next");
    case "Enter":
      return acts.zoomIn;
    case "Escape":
      return acts.zoomOut;
    default:
      return null;
  }
}

function nameOfRun({ forest }: RunViewProps["store"], no: number): string {
  const row = forest.rows[no];
  return row ? nameOf(row) : "";
}

function noteOf(left: number, measure: Measure, focus: number): string {
  if (measure === "time" || left === 0 || focus !== 0) return "";
  return `${formatCount(left)} ${left === 1 ? "run" : "runs"} used ${measure === "tokens" ? "no tokens" : "nothing"}`;
}
