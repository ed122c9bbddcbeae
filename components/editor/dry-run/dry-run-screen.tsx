"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Graph } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { messageOf } from "../../providers";
import { useTreeScreen } from "../../tree";
import { useEditing, useEditorState } from "../context";
import { renamesBetween } from "../model/renames";
import type { Look, Shown } from "../model/trial/messages";
import { type CardMark, type Overlay, overlaid } from "../model/trial/overlay";
import { trialMarks } from "../model/trial/trial";
import { leadKey } from "../model/trial/ways";
import { TrialAsBegun, useTrial } from "../trial-context";
import { useStopKey } from "../use-stop-key";
import { BeginForm } from "./begin-form";
import { BranchList } from "./branch-list";
import { DryCanvas } from "./dry-canvas";
import { DryPanels } from "./dry-panels";
import { DryToolbar } from "./dry-toolbar";
import { type DryRunning, useDryRun } from "./use-dry-run";
import { useSetup } from "./use-setup";

type DryRunScreenProps = { readonly graph: Graph; readonly onClose: () => void };

/** The draft run in the browser, in the place of the canvas that it is edited on. */
export function DryRunScreen({ graph, onClose }: DryRunScreenProps) {
  const dry = useDryRun();
  const { trial } = useTrial();
  const gather = useSetup(graph);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [input, setInput] = useState<Json | undefined>(undefined);
  const { ask, shown } = dry;
  const { breakpoints } = trial;
  const { store } = useEditing();
  const { history } = useEditorState();
  const [begun, setBegun] = useState(history);
  const names = useMemo(() => renamesBetween(begun, history), [begun, history]);
  const failed = failure ?? dry.failure;
  const begin = async (given: Json) => {
    setBusy(true);
    setFailure(null);
    setInput(given);
    try {
      const before = store.get().history;
      ask({ ask: "start", setup: await gather(given), breakpoints });
      setBegun(before);
    } catch (error) {
      setFailure(messageOf(error));
    }
    setBusy(false);
  };
  return (
    <>
      <DryToolbar dry={dry} onRestart={() => void begin(input ?? {})} onClose={onClose} />
      {shown && dry.graph ? (
        <>
          {failed ? (
            <p role="alert" className="bg-failed-soft px-3 py-1.5 text-failed-ink text-small">
              {failed}
            </p>
          ) : null}
          <BranchList shown={shown} onBranch={(branch) => ask({ ask: "branch", branch })} />
          <TrialAsBegun names={names}>
            <Running dry={dry} shown={shown} graph={dry.graph} draft={graph.slug} />
          </TrialAsBegun>
        </>
      ) : (
        <div className="min-h-0 grow overflow-y-auto">
          <BeginForm
            graph={graph}
            busy={busy}
            failure={failed}
            input={input}
            onBegin={(given) => void begin(given)}
          />
        </div>
      )}
    </>
  );
}

type RunningProps = {
  readonly dry: DryRunning;
  readonly shown: Shown;
  readonly graph: Graph;
  readonly draft: string;
};

function Running({ dry, shown, graph, draft }: RunningProps) {
  const { trial, pins } = useTrial();
  const { ask } = dry;
  const { breakpoints } = trial;
  useEffect(() => ask({ ask: "breakpoints", breakpoints }), [ask, breakpoints]);
  const { look, moment } = shown;
  const screen = useTreeScreen(dry.store, false);
  useTogether(dry, shown, screen);
  useStopKey(look.slug, look.node?.id ?? null);
  const pinned = useMemo(
    (): Overlay =>
      new Map(look.slug === draft ? Object.keys(pins).map((id) => [id, { pinned: true as const }]) : []),
    [look.slug, draft, pins],
  );
  const here = moment.stop?.run === look.run ? moment.stop.node : null;
  const overlay = overlaid(pinned, trialMarks(trial, look.slug), runMarks(look, graph, here));
  return (
    <div className="flex min-h-0 grow max-md:flex-col">
      <div className="flex min-h-0 min-w-0 grow flex-col">
        <p className="flex shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1 text-ink-muted text-small">
          <span className="font-medium text-ink">{graph.name}</span>
          <span className="font-mono" data-testid="dry-path">
            {look.path}
          </span>
          <span>depth {look.depth}</span>
        </p>
        <DryCanvas
          key={shown.branch}
          graph={graph}
          overlay={overlay}
          chosen={look.node?.id ?? null}
          here={here}
          onChoose={(node) => dry.ask({ ask: "look", run: look.run, node })}
        />
      </div>
      <DryPanels dry={dry} shown={shown} graph={graph} screen={screen} draft={draft} />
    </div>
  );
}

/** The run that is chosen in the tree is the one on the canvas, and where the dry run stops, or another branch of it, both follow. */
function useTogether(
  { ask, store }: DryRunning,
  { moment, look, branch }: Shown,
  screen: ReturnType<typeof useTreeScreen>,
): void {
  const { active, goTo } = screen;
  const chosen = active?.startsWith("r") ? Number(active.slice(1)) : null;
  const now = useRef({ look: look.run, goTo });
  useEffect(() => {
    now.current = { look: look.run, goTo };
  });
  useEffect(() => {
    if (chosen !== null && chosen !== now.current.look) ask({ ask: "look", run: chosen, node: null });
  }, [chosen, ask]);
  const stopped = moment.stop?.run ?? null;
  useEffect(() => {
    if (stopped !== null && store.forest.rows[stopped]) now.current.goTo(stopped);
  }, [stopped, store]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another branch shows the run that it was left at
  useEffect(() => now.current.goTo(now.current.look), [branch]);
}

function runMarks({ nodes }: Look, { edges }: Graph, here: string | null): Overlay {
  const marks = new Map<string, CardMark>(
    nodes.map(([id, { status, attempts, items, source, degraded, leads }]) => [
      id,
      {
        status,
        attempts,
        ...(items ? { items: { done: items.done + items.failed, of: items.of } } : {}),
        ...(source ? { source } : {}),
        ...(degraded ? { degraded } : {}),
        ...(leads ? { leads: leads.flatMap((at) => edges[at] ?? []).map(leadKey) } : {}),
      },
    ]),
  );
  if (here !== null) marks.set(here, { ...marks.get(here), here: true });
  return marks;
}
