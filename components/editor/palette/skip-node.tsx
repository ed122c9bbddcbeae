"use client";
import { useRef } from "react";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import { skipBy, waysToSkip } from "../model/skips";
import { PaletteFrame, PaletteLine } from "./palette-frame";

type SkipNodeProps = {
  /** The node that is to be skipped; `null` = none is. */
  readonly id: string | null;
  readonly onClose: () => void;
  /** The list has gone. */
  readonly onDone: (id: string) => void;
};

/** By which of its ways a run goes on that does not do the node. */
export function SkipNode({ id, onClose, onDone }: SkipNodeProps) {
  const { store } = useEditing();
  const { graph } = useEditorState();
  const asked = useRef("");
  if (id !== null) asked.current = id;
  const skipped = asked.current;
  const node = graph.nodes[skipped];
  return (
    <PaletteFrame
      open={id !== null}
      onClose={onClose}
      onGone={() => onDone(skipped)}
      title={`Skip ${skipped}, and go on by`}
      none="It has no such way."
      testId="skip-node"
    >
      {id === null || !node
        ? []
        : waysToSkip(graph, skipped).map((port) => (
            <PaletteLine
              key={port}
              value={port}
              words={[]}
              onChoose={() => {
                store.do(skipBy(skipped, port));
                onClose();
              }}
              icon={<KindIcon kind={node.kind} />}
              label={port}
              note={graph.edges
                .filter((edge) => edge.source === skipped && edge.port === port)
                .map(({ target }) => target)
                .join(", ")}
            />
          ))}
    </PaletteFrame>
  );
}
