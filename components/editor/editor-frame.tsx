"use client";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import { useMay } from "../providers";
import { cx, toast } from "../ui";
import { Canvas, type PaletteRequest } from "./canvas/canvas";
import { ConflictDialog } from "./conflict-dialog";
import { EditingProvider } from "./context";
import type { Loaded } from "./editor";
import { EditorHead } from "./editor-head";
import { allProblems } from "./model/problems";
import { EditorStore } from "./model/store";
import { FindNode } from "./palette/find-node";
import { KindRail } from "./palette/kind-rail";
import { NodePalette } from "./palette/node-palette";
import { SidePanel, type SideTab } from "./panels/side-panel";
import { useAutosave } from "./use-autosave";
import { useClipboard } from "./use-clipboard";
import { useEditorKeys } from "./use-editor-keys";
import { useFocusNode } from "./use-focus-node";
import { useRoom } from "./use-room";
import { useEditorWorker } from "./worker/use-worker";

type FrameProps = {
  readonly workflow: WorkflowDetail;
  readonly draft: DraftDetail | null;
  readonly loaded: Loaded;
};

/** Everything around the canvas, and what ties it together. */
export function EditorFrame({ workflow, draft, loaded }: FrameProps) {
  const [store] = useState(() => new EditorStore(loaded.graph));
  const { graph, selection, refusal } = useSyncExternalStore(store.subscribe, store.get, store.get);
  const roomy = useRoom();
  const mayEdit = useMay("workflow.saveDraft") && roomy;
  const autosave = useAutosave(store, loaded, { workflow, draft });
  const saved = useSyncExternalStore(autosave.subscribe, autosave.get, autosave.get);
  const worker = useEditorWorker(graph);
  const problems = useMemo(
    () => allProblems(graph, worker.problems, saved.problems),
    [graph, worker.problems, saved.problems],
  );
  const [palette, setPalette] = useState<PaletteRequest | null>(null);
  const [finding, setFinding] = useState(false);
  const [tab, setTab] = useState<SideTab>("inspector");
  const region = useRef<HTMLDivElement>(null);
  const focus = useFocusNode(region, graph, selection);
  const clipboard = useClipboard({ store, region, mayEdit });
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
    tidy: worker.tidy,
    onPalette: ask,
    onTab: setTab,
    onFind: () => setFinding(true),
  });
  useEffect(() => {
    if (refusal === null) return;
    toast.error("That cannot be done", { description: refusal });
    store.refuse(null);
  }, [refusal, store]);
  return (
    <EditingProvider store={store} autosave={autosave} problems={problems} mayEdit={mayEdit}>
      <EditorHead workflow={workflow} draft={draft} tidy={worker.tidy} />
      <h1 className="sr-only">Edit {graph.name}</h1>
      <div className="flex min-h-0 grow max-md:flex-col">
        {mayEdit ? <KindRail /> : null}
        <section
          ref={region}
          aria-label="Canvas"
          className={cx("relative min-h-0 min-w-0 grow", !roomy && "min-h-80")}
          data-testid="canvas"
          tabIndex={focus.id === null ? 0 : -1}
        >
          <Canvas focus={focus.id} onPalette={ask} />
        </section>
        <SidePanel tab={tab} onTab={setTab} roomy={roomy} onShow={focus.show} />
      </div>
      <NodePalette request={palette} onClose={() => setPalette(null)} onAdded={focus.to} />
      <FindNode open={finding} onClose={() => setFinding(false)} onFound={focus.to} />
      <ConflictDialog workflow={workflow} />
    </EditingProvider>
  );
}
