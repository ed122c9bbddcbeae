"use client";
import { useMemo, useRef, useState } from "react";
import type { Graph } from "#server/engine/graph/graph";
import type { Imported } from "#server/engine/import/report";
import { cx } from "../ui";
import { useOpenKey } from "./called/use-open-key";
import { Canvas, type PaletteRequest } from "./canvas/canvas";
import { useEditing, useEditorState } from "./context";
import type { Places } from "./model/geometry";
import { type Overlay, overlaid } from "./model/trial/overlay";
import type { Part } from "./model/trial/part";
import { trialMarks } from "./model/trial/trial";
import { ConnectNode } from "./palette/connect-node";
import { FindField } from "./palette/find-field";
import { FindNode } from "./palette/find-node";
import { KindRail } from "./palette/kind-rail";
import { NodePalette } from "./palette/node-palette";
import { SkipNode } from "./palette/skip-node";
import { SidePanel, type SideTab } from "./panels/side-panel";
import { PasteReport } from "./paste-report";
import type { DraftRun } from "./run-draft/use-draft-run";
import { useTrial } from "./trial-context";
import { useClipboard } from "./use-clipboard";
import { toForm, useEditorKeys } from "./use-editor-keys";
import { useFocusNode } from "./use-focus-node";
import { usePaneKeys } from "./use-pane-keys";
import { useTrialKeys } from "./use-trial-keys";

type EditViewProps = {
  /** Drawn over the canvas. */
  readonly run: DraftRun | null;
  /** What is shown beside the canvas; it stays while something else stands in the place of both. */
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
  readonly roomy: boolean;
  readonly tidy: (graph: Graph, places: Places, ids: readonly string[]) => Promise<Places>;
  readonly onDry: () => void;
  readonly onRun: (part: Part) => void;
};

/** The canvas with what belongs to it, to be edited. */
export function EditView({ run, tab, onTab, roomy, tidy, onDry, onRun }: EditViewProps) {
  const { store, autosave, mayEdit } = useEditing();
  const { graph, selection } = useEditorState();
  const [palette, setPalette] = useState<PaletteRequest | null>(null);
  const [finding, setFinding] = useState<"node" | "field" | null>(null);
  const [pasted, setPasted] = useState<Imported | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);
  const [skipping, setSkipping] = useState<string | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  const focus = useFocusNode(region, graph, selection);
  const clipboard = useClipboard({ store, region, mayEdit, onPasted: focus.to, onReport: setPasted });
  const overlay = useOverlay(graph.slug, run);
  const ask = (request: PaletteRequest) => {
    if (mayEdit) setPalette(request);
  };
  useEditorKeys({
    store,
    autosave,
    region,
    focus,
    mayEdit,
    clipboard,
    tidy,
    onPalette: ask,
    onTab,
    onFind: () => setFinding("node"),
    onConnect: setConnecting,
    onSkip: setSkipping,
  });
  usePaneKeys({ tab, onTab, onField: () => setFinding("field"), toCanvas: focus.canvas });
  useTrialKeys({ store, region, onDry, onRun });
  useOpenKey({ store, region });
  return (
    <>
      <div className="flex min-h-0 grow max-md:flex-col">
        {mayEdit ? <KindRail /> : null}
        <section
          ref={region}
          aria-label="Canvas"
          data-pane="canvas"
          className={cx("relative min-h-0 min-w-0 grow", !roomy && "min-h-80")}
          data-testid="canvas"
          tabIndex={focus.id === null ? 0 : -1}
        >
          <Canvas focus={focus.id} overlay={overlay} onPalette={ask} />
        </section>
        <SidePanel
          panel={panel}
          tab={tab}
          onTab={onTab}
          roomy={roomy}
          onLeave={focus.canvas}
          onShow={focus.show}
          onRun={onRun}
        />
      </div>
      <NodePalette request={palette} onClose={() => setPalette(null)} onAdded={focus.to} />
      <FindNode
        open={finding === "node"}
        onClose={() => setFinding(null)}
        onFound={focus.to}
        onEdge={() => toForm(onTab)}
      />
      <FindField open={finding === "field"} onClose={() => setFinding(null)} panel={panel} />
      <PasteReport pasted={pasted} onClose={() => setPasted(null)} />
      <ConnectNode source={connecting} onClose={() => setConnecting(null)} onDone={focus.to} />
      <SkipNode id={skipping} onClose={() => setSkipping(null)} onDone={focus.to} />
    </>
  );
}

function useOverlay(slug: string, run: DraftRun | null): Overlay {
  const { trial, pins } = useTrial();
  return useMemo(() => {
    const pinned: Overlay = new Map(Object.keys(pins).map((id) => [id, { pinned: true as const }]));
    return overlaid(pinned, trialMarks(trial, slug), ...(run ? [run.overlay] : []));
  }, [slug, trial, pins, run]);
}
