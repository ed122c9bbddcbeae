"use client";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import { useMay } from "../providers";
import { useEditsKept } from "../shell";
import { toast } from "../ui";
import { CalledView } from "./called/called-view";
import { TrailBar } from "./called/trail-bar";
import { ConflictDialog } from "./conflict-dialog";
import { EditingProvider } from "./context";
import { DryRunScreen } from "./dry-run/dry-run-screen";
import { EditView } from "./edit-view";
import type { Loaded } from "./editor";
import { EditorHead } from "./editor-head";
import { EditsSaid } from "./edits-said";
import { HaltBanner } from "./halt-banner";
import { isHalted } from "./model/autosave";
import { looseProblems } from "./model/loose-fields";
import { allProblems } from "./model/problems";
import { EditorStore } from "./model/store";
import { isRoot } from "./model/trail";
import type { Part } from "./model/trial/part";
import type { SideTab } from "./panels/side-panel";
import { FollowRun } from "./run-draft/follow-run";
import { RunBanner } from "./run-draft/run-banner";
import { RunDraftDialog } from "./run-draft/run-draft-dialog";
import { useDraftRun } from "./run-draft/use-draft-run";
import { TrailProvider, useTrail } from "./trail-context";
import { TrialProvider } from "./trial-context";
import { TrialFollows } from "./trial-follows";
import { useAutosave } from "./use-autosave";
import { useCodeText } from "./use-code-text";
import { Loose, useLooseFields } from "./use-loose";
import { useRoom } from "./use-room";
import { useTakenBack } from "./use-taken-back";
import { useOthers } from "./worker/use-others";
import { useEditorWorker } from "./worker/use-worker";

type FrameProps = {
  readonly workflow: WorkflowDetail;
  readonly draft: DraftDetail | null;
  readonly readAt: number;
  readonly gone: boolean;
  readonly loaded: Loaded;
};

export function EditorFrame(props: FrameProps) {
  return (
    <TrailProvider slug={props.workflow.slug}>
      <Frame {...props} />
    </TrailProvider>
  );
}

/** Everything around the canvas, and what ties it together. */
function Frame({ workflow, draft, readAt, gone, loaded }: FrameProps) {
  const [store] = useState(() => new EditorStore(loaded.graph));
  const { graph, refusal } = useSyncExternalStore(store.subscribe, store.get, store.get);
  const roomy = useRoom();
  const mayEdit = useMay("workflow.saveDraft") && roomy;
  const autosave = useAutosave(store, loaded, { workflow, readAt, gone });
  useTakenBack(store);
  const code = useCodeText(workflow.slug);
  const loose = useLooseFields(workflow.slug, store);
  const saved = useSyncExternalStore(autosave.subscribe, autosave.get, autosave.get);
  useEditsKept(mayEdit && !isHalted(saved.status));
  const others = useOthers(graph);
  const worker = useEditorWorker(graph, others);
  const typed = useSyncExternalStore(loose.subscribe, loose.get, loose.get);
  const problems = useMemo(
    () => [...looseProblems(graph, typed), ...allProblems(graph, worker.problems, saved.problems)],
    [graph, typed, worker.problems, saved.problems],
  );
  const [dry, setDry] = useState(false);
  const [tab, setTab] = useState<SideTab>("inspector");
  const [part, setPart] = useState<Part | null>(null);
  const draftRun = useDraftRun(workflow.slug);
  useEffect(() => {
    if (refusal === null) return;
    toast.error("That cannot be done", { description: refusal });
    store.refuse(null);
  }, [refusal, store]);
  const onDry = () => setDry(true);
  const { trail, root, backTo } = useTrail();
  const called = isRoot(trail, root) ? undefined : trail.at(-1);
  return (
    <EditingProvider
      store={store}
      autosave={autosave}
      code={code}
      problems={problems}
      worst={worker.worst}
      others={others}
      mayEdit={mayEdit}
    >
      <Loose value={loose}>
        <TrialProvider slug={workflow.slug}>
          <TrialFollows />
          <EditorHead
            workflow={workflow}
            draft={draft}
            tidy={worker.tidy}
            editing={!dry && !called}
            onDry={onDry}
            onRun={setPart}
            onTab={(to) => {
              setDry(false);
              backTo(0);
              setTab(to);
            }}
          />
          {draftRun.run ? (
            <FollowRun
              key={draftRun.run.started.id}
              started={draftRun.run.started}
              onSeen={draftRun.see}
              onEnded={draftRun.ended}
            />
          ) : null}
          <HaltBanner slug={workflow.slug} />
          <h1 className="sr-only">Edit {graph.name}</h1>
          <EditsSaid />
          {dry ? (
            <DryRunScreen graph={graph} onClose={() => setDry(false)} />
          ) : (
            <>
              <RunBanner run={draftRun.run} onForget={draftRun.forget} />
              <TrailBar />
              {called ? (
                <CalledView level={called} />
              ) : (
                <EditView
                  key={trail.length}
                  run={draftRun.run}
                  tab={tab}
                  onTab={setTab}
                  roomy={roomy}
                  tidy={worker.tidy}
                  onDry={onDry}
                  onRun={setPart}
                />
              )}
            </>
          )}
          <RunDraftDialog
            part={part}
            onClose={() => setPart(null)}
            onPart={setPart}
            onStarted={draftRun.begin}
          />
          <ConflictDialog workflow={workflow} />
        </TrialProvider>
      </Loose>
    </EditingProvider>
  );
}
