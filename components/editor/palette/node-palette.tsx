"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRef } from "react";
import { Kbd } from "../../ui";
import type { PaletteRequest } from "../canvas/canvas";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing } from "../context";
import { type Added, addNode, insertOnEdge } from "../model/acts";
import { edgeIndex } from "../model/edges";
import { NODE_WIDTH, type Point } from "../model/geometry";
import { KINDS, type NodeKind } from "../model/kinds";
import type { EditorStore } from "../model/store";
import { useMiddle } from "./use-middle";

type NodePaletteProps = {
  readonly request: PaletteRequest | null;
  readonly onClose: () => void;
  /** The palette has gone, and this node is new. */
  readonly onAdded: (id: string) => void;
};

/** Kinds of node by typing a part of their name: from Tab, from an edge, and where an edge was dropped. */
export function NodePalette({ request, onClose, onAdded }: NodePaletteProps) {
  const { store } = useEditing();
  const middleOf = useMiddle();
  const added = useRef<string | null>(null);
  const asked = useRef<PaletteRequest>({});
  if (request) asked.current = request;
  const choose = (kind: NodeKind) => {
    const made = nodeFor(store, asked.current, kind, middleOf());
    if (made && store.do(made.edit, { nodes: new Set([made.id]) })) added.current = made.id;
    onClose();
  };
  const afterwards = (open: boolean) => {
    if (!open && added.current !== null) onAdded(added.current);
    if (!open) added.current = null;
  };
  const kinds = KINDS.filter(({ section }) => asked.current.onEdge === undefined || section !== "Ends");
  return (
    <Dialog.Root
      open={request !== null}
      onOpenChange={(open) => open || onClose()}
      onOpenChangeComplete={afterwards}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-(--scrim)" />
        <Dialog.Popup
          data-testid="node-palette"
          className="fixed inset-x-2 top-2 z-50 flex max-h-[70dvh] animate-appear flex-col overflow-hidden rounded-lg bg-raised shadow-float outline-none sm:inset-x-auto sm:top-[14dvh] sm:left-1/2 sm:w-[460px] sm:-translate-x-1/2"
        >
          <Dialog.Title className="sr-only">{titleOf(asked.current)}</Dialog.Title>
          <Command label={titleOf(asked.current)} loop className="flex min-h-0 flex-col">
            <div className="flex h-11 shrink-0 items-center gap-2.5 border-b px-4">
              <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <Command.Input
                placeholder={titleOf(asked.current)}
                className="h-full min-w-0 grow bg-transparent text-read outline-none placeholder:text-ink-faint"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="min-h-0 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-4 text-ink-muted">No kind of node fits.</Command.Empty>
              {kinds.map(({ kind, label, summary, words }) => (
                <Command.Item
                  key={kind}
                  value={label}
                  keywords={[kind, words]}
                  onSelect={() => choose(kind)}
                  className="flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-sm px-3 data-[selected=true]:bg-hover"
                >
                  <KindIcon kind={kind} />
                  <span className="font-medium">{label}</span>
                  <span className="min-w-0 grow truncate text-right text-ink-muted text-small">
                    {summary}
                  </span>
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function titleOf({ from, onEdge }: PaletteRequest): string {
  if (onEdge !== undefined) return "Insert a node";
  if (!from) return "Add a node";
  return `Add a node behind ${from.source}${from.port ? `, ${from.port}` : ""}`;
}

/** How far behind the node that it follows a new one stands. */
const BEHIND = 80;

function nodeFor(store: EditorStore, request: PaletteRequest, kind: NodeKind, middle: Point): Added | null {
  const { graph, places } = store.get();
  const { at, from, onEdge } = request;
  if (onEdge !== undefined) return insertOnEdge(graph, places, edgeIndex(graph, onEdge), kind);
  const source = from && places.get(from.source);
  const behind = source ? { x: source.x + NODE_WIDTH + BEHIND, y: source.y } : middle;
  return addNode(graph, places, { kind, at: at ?? behind, from });
}
