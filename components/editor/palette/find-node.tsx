"use client";
import { Frame, Spline, StickyNote } from "lucide-react";
import { useRef } from "react";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import type { Selection } from "../model/acts";
import { asidesOf } from "../model/asides";
import { edgeKeys } from "../model/edges";
import { entryOf, noteOf } from "../model/kinds";
import { PaletteFrame, PaletteLine } from "./palette-frame";

const ICON = "size-4 shrink-0 text-ink-faint";

type FindNodeProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onFound: (id: string) => void;
  readonly onEdge: () => void;
};

/** The nodes and edges of the graph, by typing a part of their name, their kind or what they do. */
export function FindNode({ open, onClose, onFound, onEdge }: FindNodeProps) {
  const { store } = useEditing();
  const { graph } = useEditorState();
  const found = useRef<(() => void) | null>(null);
  const choose = (what: Partial<Selection>, then: () => void) => {
    store.select(what);
    found.current = then;
    onClose();
  };
  const gone = () => {
    found.current?.();
    found.current = null;
  };
  const keys = open ? edgeKeys(graph.edges) : [];
  return (
    <PaletteFrame
      open={open}
      onClose={onClose}
      onGone={gone}
      title="Find a node or an edge"
      none="Nothing fits."
      testId="find-node"
    >
      {open
        ? Object.entries(graph.nodes).map(([id, node]) => (
            <PaletteLine
              key={id}
              value={id}
              words={[node.name ?? "", entryOf(node.kind).label, noteOf(node)]}
              onChoose={() => choose({ nodes: new Set([id]) }, () => onFound(id))}
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
              onChoose={() => choose({ asides: new Set([key]) }, () => onFound(key))}
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
      {keys.map((key, at) => {
        const { source, target, port } = graph.edges[at] ?? { source: "", target: "" };
        return (
          <PaletteLine
            key={key}
            value={`edge ${key}`}
            words={[source, target, port ?? ""]}
            onChoose={() => choose({ edges: new Set([key]) }, onEdge)}
            icon={<Spline aria-hidden className={ICON} />}
            label={`${source} → ${target}`}
            note={port ? `Edge by ${port}` : "Edge"}
          />
        );
      })}
    </PaletteFrame>
  );
}
