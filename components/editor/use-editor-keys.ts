"use client";
import { useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { type Command, type ShortcutId, textOf, useCommands } from "../keys";
import { toast } from "../ui";
import type { PaletteRequest } from "./canvas/canvas";
import { chooseFocused } from "./choose-focused";
import { focusLater } from "./focus-later";
import { ID_FIELD } from "./inspector/node-form";
import { removeSelected, skip, tidyUp } from "./model/acts";
import { addNote, asidesOf, frameNodes, keysOf } from "./model/asides";
import type { Autosave } from "./model/autosave";
import { isLast } from "./model/connect";
import { dropped, movedBy } from "./model/drag";
import { edgeKeys } from "./model/edges";
import { GRID, type Places, type Point } from "./model/geometry";
import { type Direction, neighbour, stream } from "./model/navigate";
import { bringBack, waysToSkip } from "./model/skips";
import type { EditorStore } from "./model/store";
import { useMiddle } from "./palette/use-middle";
import type { SideTab } from "./panels/side-panel";
import { useTrail } from "./trail-context";
import type { Clipboard } from "./use-clipboard";
import type { FocusNode } from "./use-focus-node";

export type KeyParts = {
  readonly store: EditorStore;
  readonly autosave: Autosave;
  readonly region: RefObject<HTMLElement | null>;
  readonly focus: FocusNode;
  readonly mayEdit: boolean;
  readonly clipboard: Clipboard;
  readonly tidy: (graph: Graph, places: Places, ids: readonly string[]) => Promise<Places>;
  readonly onPalette: (request: PaletteRequest) => void;
  readonly onTab: (tab: SideTab) => void;
  readonly onFind: () => void;
  readonly onConnect: (source: string) => void;
  /** Asks by which of its ways a run goes on without a node. */
  readonly onSkip: (id: string) => void;
};

type Act = { readonly id: ShortcutId; readonly run: (event?: KeyboardEvent) => void; readonly edits?: true };

/** Everything that can be done with the canvas by keys; what has words is in the command palette too. */
export function useEditorKeys(parts: KeyParts): void {
  const flow = useReactFlow();
  const middleOf = useMiddle();
  const { trail, backTo } = useTrail();
  const { region, mayEdit } = parts;
  const onCanvas = ({ target }: KeyboardEvent): boolean =>
    target === document.body ||
    (target instanceof HTMLElement && (target.id === "main" || region.current?.contains(target) === true));
  // Elsewhere Tab leads on, as it does on every page; Shift+Tab always leads out.
  const onNodes = ({ target }: KeyboardEvent): boolean =>
    target === region.current || (target instanceof Element && target.closest(".react-flow__node") !== null);
  const zooms: readonly Act[] = [
    { id: "editor.fit", run: () => void flow.fitView({ padding: 0.2, maxZoom: 1 }) },
    { id: "editor.actual", run: () => void flow.zoomTo(1) },
    { id: "editor.zoomIn", run: () => void flow.zoomIn() },
    { id: "editor.zoomOut", run: () => void flow.zoomOut() },
  ];
  const notes: readonly Act[] = [
    { id: "editor.note", edits: true, run: () => noteAt(parts.store, middleOf(), parts.onTab) },
  ];
  const acts = [...editActs(parts), ...notes, ...chooseActs(parts), ...zooms].filter(
    ({ edits }) => mayEdit || !edits,
  );
  const { clipboard, store, onTab } = parts;
  // The browser's own events carry what is copied; these stand in the lists of what there is, and act from there.
  const never = () => false;
  const texts: readonly Command[] = [
    command({ id: "editor.copy", run: clipboard.copy }, never),
    // The pointer does these.
    ...(["editor.click", "editor.box"] as const).map((id) => ({ id, run: never, when: never })),
    ...(mayEdit
      ? [
          command({ id: "editor.cut", run: clipboard.cut }, never),
          command({ id: "editor.paste", run: clipboard.paste }, never),
        ]
      : []),
  ];
  useCommands([
    ...acts.map((act) => command(act, act.id === "editor.add" ? onNodes : onCanvas)),
    trail.length > 0
      ? { id: "close", run: () => backTo(trail.length - 1) }
      : { id: "close", run: () => store.select({}), when: onCanvas },
    ...texts,
    ...(mayEdit
      ? [
          command({ id: "editor.undo", run: () => store.undo() }),
          command({ id: "editor.redo", run: () => store.redo() }),
          command({ id: "editor.save", run: () => void parts.autosave.now() }),
          command({ id: "editor.tidy", run: () => void tidyChosen(parts) }),
        ]
      : []),
    command({ id: "editor.find", run: parts.onFind }),
    command({ id: "editor.code", run: () => onTab("code") }),
  ]);
}

const SECTION = "This canvas";

function command({ id, run }: Act, when?: (event: KeyboardEvent) => boolean): Command {
  return { id, title: textOf(id), section: SECTION, run, ...(when ? { when } : {}) };
}

function editActs(parts: KeyParts): readonly Act[] {
  const { store, onPalette } = parts;
  return [
    { id: "editor.add", edits: true, run: () => onPalette(besideChosen(store)) },
    ...actsOnChosen(parts).map(
      (act): Act => ({
        ...act,
        edits: true,
        run: (event) => {
          chooseFocused(parts);
          act.run(event);
        },
      }),
    ),
  ];
}

function actsOnChosen({ store, focus, clipboard, onTab, onConnect, onSkip }: KeyParts): readonly Act[] {
  const chosen = () => [...store.get().selection.nodes];
  return [
    { id: "editor.duplicate", run: clipboard.duplicate },
    {
      id: "editor.remove",
      run: () => {
        const { graph, selection } = store.get();
        const edit = removeSelected(graph, selection);
        if (edit && store.do(edit)) focus.canvas();
      },
    },
    {
      id: "editor.skip",
      run: () => {
        skipChosen(store, chosen(), onSkip);
      },
    },
    {
      id: "editor.rename",
      run: () => {
        toForm(onTab);
      },
    },
    {
      id: "editor.connect",
      run: () => {
        const [source] = chosen();
        if (source !== undefined && chosen().length === 1) onConnect(source);
      },
    },
    { id: "editor.frame", run: () => frameChosen(store, onTab) },
    { id: "editor.nudge", run: (event) => nudge(store, event?.key ?? "") },
  ];
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-GRID, 0],
  ArrowRight: [GRID, 0],
  ArrowUp: [0, -GRID],
  ArrowDown: [0, GRID],
};

function nudge(store: EditorStore, key: string): void {
  const { graph, places, selection } = store.get();
  const [x, y] = STEPS[key] ?? [0, 0];
  const keys = keysOf(selection);
  const edit = dropped(graph, places, movedBy(graph, places, keys, { x, y }));
  if (edit) store.do({ ...edit, group: `nudge ${keys.join()}` });
}

/** Skips what is chosen, or brings it back. */
function skipChosen(store: EditorStore, ids: readonly string[], onSkip: KeyParts["onSkip"]): void {
  if (ids.length === 0) return;
  const { history, graph } = store.get();
  const back = bringBack(history, ids);
  const [only = ""] = ids;
  if (back) store.do(back);
  else if (ids.length === 1 && waysToSkip(graph, only).length > 0) onSkip(only);
  else if (store.do(skip(ids))) tellSkipped(store, ids);
}

function tellSkipped(store: EditorStore, ids: readonly string[]): void {
  toast.success(`${ids.length === 1 ? ids[0] : `${ids.length} nodes`} skipped`, {
    description: "An empty transform stands in. The same key brings back what was there.",
    action: {
      label: "Bring back",
      onClick: () => {
        const edit = bringBack(store.get().history, ids);
        if (edit) store.do(edit);
      },
    },
  });
}

const NAMED = `#${ID_FIELD}:is(input), #${ID_FIELD} :is(input, textarea)`;

/**
 * Leads to the name of a node, the title of a frame, the text of a note, or the condition of an edge.
 * @param fresh Nobody has written what stands there: what is typed takes its place.
 */
export function toForm(onTab: KeyParts["onTab"], { fresh = false } = {}): void {
  onTab("inspector");
  focusLater(() => {
    const field = document.querySelector<HTMLElement>(`${NAMED}, [data-testid=edge-form] textarea`);
    field?.focus();
    if (fresh && field instanceof HTMLInputElement) field.select();
  });
}

function frameChosen(store: EditorStore, onTab: KeyParts["onTab"]): void {
  const { graph, places, selection } = store.get();
  const framed = frameNodes(graph, places, [...selection.nodes]);
  if (framed && store.do(framed.edit, { asides: new Set([framed.key]) })) toForm(onTab, { fresh: true });
}

function noteAt(store: EditorStore, at: Point, onTab: KeyParts["onTab"]): void {
  const { graph, places } = store.get();
  const { key, edit } = addNote(graph, places, at);
  if (store.do(edit, { asides: new Set([key]) })) toForm(onTab);
}

/** A new node follows the one that is chosen. */
function besideChosen(store: EditorStore): PaletteRequest {
  const { graph, selection } = store.get();
  const [edge] = selection.edges;
  if (selection.nodes.size === 0 && edge !== undefined) return { onEdge: edge };
  const [source] = selection.nodes;
  return selection.nodes.size === 1 && source !== undefined && !isLast(graph, source)
    ? { from: { source } }
    : {};
}

function chooseActs({ store, focus }: KeyParts): readonly Act[] {
  const go = (direction: Direction) => () => {
    const { graph, places } = store.get();
    const next =
      store.get().selection.nodes.size === 0
        ? focus.id
        : focus.id === null
          ? null
          : neighbour(graph, places, focus.id, direction);
    if (next === null) return;
    store.select({ nodes: new Set([next]) });
    focus.to(next);
  };
  const along = (way: "up" | "down") => () => {
    const { graph } = store.get();
    if (focus.id !== null) store.select({ nodes: stream(graph, focus.id, way) });
  };
  return [
    { id: "editor.left", run: go("left") },
    { id: "editor.right", run: go("right") },
    { id: "editor.up", run: go("up") },
    { id: "editor.down", run: go("down") },
    { id: "editor.upstream", run: along("up") },
    { id: "editor.downstream", run: along("down") },
    {
      id: "editor.all",
      run: () => {
        const { graph } = store.get();
        store.select({
          nodes: new Set(Object.keys(graph.nodes)),
          edges: new Set(edgeKeys(graph.edges)),
          asides: new Set(asidesOf(graph).map(({ key }) => key)),
        });
      },
    },
  ];
}

/** Tidies what is chosen where that is more than one node, else everything. */
export async function tidyChosen({ store, tidy }: Pick<KeyParts, "store" | "tidy">): Promise<void> {
  const { graph, places, selection } = store.get();
  const ids = selection.nodes.size > 1 ? [...selection.nodes] : Object.keys(graph.nodes);
  const fresh = await tidy(graph, places, ids);
  // Somebody who has gone on in the meantime has not asked for this any more.
  if (fresh.size > 0 && store.get().graph === graph) store.do(tidyUp(fresh));
}
