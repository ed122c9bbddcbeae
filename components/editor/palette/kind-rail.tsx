"use client";
import { StickyNote } from "lucide-react";
import { KIND_TYPE } from "../canvas/canvas";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import { addNode } from "../model/acts";
import { addNote } from "../model/asides";
import { KINDS } from "../model/kinds";
import { useMiddle } from "./use-middle";

const SECTIONS = [...new Set(KINDS.map(({ section }) => section))];

/** Every kind of node, to drag onto the canvas or to press. The keyboard has the palette. */
export function KindRail() {
  return (
    <aside
      aria-label="Kinds of node"
      data-pane="kinds"
      className="w-44 shrink-0 overflow-y-auto border-r bg-panel p-2 max-lg:hidden"
    >
      {SECTIONS.map((section) => (
        <div key={section} className="mb-2">
          <h2 className="px-2 py-1 text-ink-faint text-micro">{section}</h2>
          <ul>
            {KINDS.filter((entry) => entry.section === section).map((entry) => (
              <KindButton key={entry.kind} entry={entry} />
            ))}
          </ul>
        </div>
      ))}
      <h2 className="px-2 py-1 text-ink-faint text-micro">Beside</h2>
      <NoteButton />
    </aside>
  );
}

function NoteButton() {
  const { store } = useEditing();
  const { graph, places } = useEditorState();
  const middleOf = useMiddle();
  const add = () => {
    const { key, edit } = addNote(graph, places, middleOf());
    store.do(edit, { asides: new Set([key]) });
  };
  return (
    <button
      type="button"
      title="Words for people; no run reads them"
      onClick={add}
      className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover"
    >
      <StickyNote aria-hidden className="size-4 shrink-0 text-ink-faint" />
      Note
    </button>
  );
}

function KindButton({ entry: { kind, label, summary } }: { readonly entry: (typeof KINDS)[number] }) {
  const { store } = useEditing();
  const { graph, places } = useEditorState();
  const middleOf = useMiddle();
  const add = () => {
    const { id, edit } = addNode(graph, places, { kind, at: middleOf() });
    store.do(edit, { nodes: new Set([id]) });
  };
  return (
    <li>
      <button
        type="button"
        draggable
        title={summary}
        onDragStart={(event) => {
          event.dataTransfer.setData(KIND_TYPE, kind);
          event.dataTransfer.effectAllowed = "copy";
        }}
        onClick={add}
        className="flex h-7 w-full cursor-grab items-center gap-2 rounded-sm px-2 text-left hover:bg-hover active:cursor-grabbing"
      >
        <KindIcon kind={kind} />
        {label}
      </button>
    </li>
  );
}
