"use client";
import { Frame, StickyNote } from "lucide-react";
import { useRef } from "react";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import { asidesOf, isAside } from "../model/asides";
import { entryOf, noteOf } from "../model/kinds";
import { PaletteFrame, PaletteLine } from "./palette-frame";

const ICON = "size-4 shrink-0 text-ink-faint";

type FindNodeProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onFound: (id: string) => void;
};

/** The nodes of the graph, by typing a part of their name, their kind or what they do. */
export function FindNode({ open, onClose, onFound }: FindNodeProps) {
  const { store } = useEditing();
  const { graph } = useEditorState();
  const found = useRef<string | null>(null);
  const choose = (id: string) => {
    store.select(isAside(id) ? { asides: new Set([id]) } : { nodes: new Set([id]) });
    found.current = id;
    onClose();
  };
  const gone = () => {
    if (found.current !== null) onFound(found.current);
    found.current = null;
  };
  return (
    <PaletteFrame
      open={open}
      onClose={onClose}
      onGone={gone}
      title="Find a node"
      none="No node fits."
      testId="find-node"
    >
      {open
        ? Object.entries(graph.nodes).map(([id, node]) => (
            <PaletteLine
              key={id}
              value={id}
              words={[node.name ?? "", entryOf(node.kind).label, noteOf(node)]}
              onChoose={() => choose(id)}
              icon={<KindIcon kind={node.kind} />}
              label={node.name ?? id}
              note={`${id} · ${entryOf(node.kind).label}`}
            />
          ))
        : null}
      {open
        ? asidesOf(graph).map(({ what, key, id, value }) => (
            <PaletteLine
              key={key}
              value={key}
              words={[what]}
              onChoose={() => choose(key)}
              icon={
                what === "frame" ? (
                  <Frame aria-hidden className={ICON} />
                ) : (
                  <StickyNote aria-hidden className={ICON} />
                )
              }
              label={(what === "frame" ? value.title : value.text) || id}
              note={`${id} · ${what === "frame" ? "Frame" : "Note"}`}
            />
          ))
        : null}
    </PaletteFrame>
  );
}
