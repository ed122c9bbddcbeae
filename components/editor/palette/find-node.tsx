"use client";
import { useRef } from "react";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import { entryOf, noteOf } from "../model/kinds";
import { PaletteFrame, PaletteLine } from "./palette-frame";

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
    store.select({ nodes: new Set([id]) });
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
    </PaletteFrame>
  );
}
