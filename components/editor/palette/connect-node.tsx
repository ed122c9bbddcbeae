"use client";
import { useRef } from "react";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import { connect } from "../model/acts";
import { targetsOf } from "../model/connect";
import { exitsOf } from "../model/geometry";
import { entryOf } from "../model/kinds";
import { PaletteFrame, PaletteLine } from "./palette-frame";

type ConnectNodeProps = {
  /** The node that an edge is to leave; `null` = none is. */
  readonly source: string | null;
  readonly onClose: () => void;
  /** The list has gone. */
  readonly onDone: (source: string) => void;
};

/** Where an edge from the chosen node may lead, by each of its ports: the way to connect without a pointer. */
export function ConnectNode({ source, onClose, onDone }: ConnectNodeProps) {
  const { store } = useEditing();
  const { graph } = useEditorState();
  const asked = useRef("");
  if (source !== null) asked.current = source;
  const from = asked.current;
  const exits = source === null ? [] : exitsOf(graph, source);
  return (
    <PaletteFrame
      open={source !== null}
      onClose={onClose}
      onGone={() => onDone(from)}
      title={`Connect ${from} to`}
      none="There is no node that it could lead to."
      testId="connect-node"
    >
      {exits.flatMap((exit) =>
        [...targetsOf(graph, from, exit ?? undefined)].map((target) => {
          const node = graph.nodes[target];
          return node ? (
            <PaletteLine
              key={`${exit} ${target}`}
              value={`${target} ${exit ?? ""}`}
              words={[node.name ?? "", entryOf(node.kind).label]}
              onChoose={() => {
                store.do(connect({ source: from, target, port: exit ?? undefined }), {
                  nodes: new Set([from]),
                });
                onClose();
              }}
              icon={<KindIcon kind={node.kind} />}
              label={exit === null ? target : `${exit} → ${target}`}
              note={node.name ?? entryOf(node.kind).label}
            />
          ) : null;
        }),
      )}
    </PaletteFrame>
  );
}
