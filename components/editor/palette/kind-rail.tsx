"use client";
import { StickyNote } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Input } from "../../ui";
import { KIND_TYPE } from "../canvas/canvas";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import { addNode } from "../model/acts";
import { addNote } from "../model/asides";
import { KINDS, type KindEntry, kindsFor, type NodeKind } from "../model/kinds";
import { useMiddle } from "./use-middle";

const SECTIONS = [...new Set(KINDS.map(({ section }) => section))];

/** Every kind of node, to drag onto the canvas or to press, searched by typing. The keyboard has the palette too. */
export function KindRail() {
  const [typed, setTyped] = useState("");
  const add = useAddKind();
  const kinds = kindsFor(typed);
  const [first] = kinds;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape" && typed !== "") {
      event.stopPropagation();
      setTyped("");
    }
    if (event.key === "Enter" && first) {
      add(first.kind);
      setTyped("");
    }
  };
  return (
    <aside
      aria-label="Kinds of node"
      data-pane="kinds"
      className="w-44 shrink-0 overflow-y-auto border-r bg-panel p-2 max-lg:hidden"
    >
      <Input
        type="search"
        aria-label="Find a kind of node"
        placeholder="Find a kind…"
        autoComplete="off"
        spellCheck={false}
        className="mb-2 text-small"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={onKey}
      />
      {SECTIONS.map((section) => (
        <Section key={section} title={section} kinds={kinds.filter((entry) => entry.section === section)} />
      ))}
      {kinds.length === 0 ? <p className="px-2 text-ink-muted text-small">No kind of node fits.</p> : null}
      {typed === "" ? (
        <>
          <h2 className="px-2 py-1 text-ink-faint text-micro">Beside</h2>
          <NoteButton />
        </>
      ) : null}
    </aside>
  );
}

function Section({ title, kinds }: { readonly title: string; readonly kinds: readonly KindEntry[] }) {
  if (kinds.length === 0) return null;
  return (
    <div className="mb-2">
      <h2 className="px-2 py-1 text-ink-faint text-micro">{title}</h2>
      <ul>
        {kinds.map((entry) => (
          <KindButton key={entry.kind} entry={entry} />
        ))}
      </ul>
    </div>
  );
}

/** Puts a node of a kind into the middle of what is seen. */
function useAddKind(): (kind: NodeKind) => void {
  const { store } = useEditing();
  const middleOf = useMiddle();
  return (kind) => {
    const { graph, places } = store.get();
    const { id, edit } = addNode(graph, places, { kind, at: middleOf() });
    store.do(edit, { nodes: new Set([id]) });
  };
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

function KindButton({ entry: { kind, label, summary } }: { readonly entry: KindEntry }) {
  const add = useAddKind();
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
        onClick={() => add(kind)}
        className="flex h-7 w-full cursor-grab items-center gap-2 rounded-sm px-2 text-left hover:bg-hover active:cursor-grabbing"
      >
        <KindIcon kind={kind} />
        {label}
      </button>
    </li>
  );
}
