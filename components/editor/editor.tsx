"use client";
import "../ui/no-eval";
import { ReactFlowProvider } from "@xyflow/react";
import { useState } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import { EditorFrame } from "./editor-frame";
import { UnreadableDraft } from "./unreadable-draft";

export type Loaded = {
  readonly graph: Graph;
  /** Hash of what stands on the server. */
  readonly hash: string;
  readonly draft: DraftDetail | null;
};

type EditorProps = {
  readonly workflow: WorkflowDetail;
  readonly draft: DraftDetail | null;
  /** When it was last read, also where that was the same again. */
  readonly readAt: number;
  /** There is no such workflow any more. */
  readonly gone: boolean;
};

/** The editor of what stands there when it is opened; what others save later comes as news. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function Editor({ workflow, draft, readAt, gone }: EditorProps) {
  const [loaded, setLoaded] = useState(() => read(workflow, draft));
  if (!loaded)
    return (
      <UnreadableDraft
        workflow={workflow}
        draft={draft}
        onRead={(graph, hash) => setLoaded({ graph, hash, draft })}
      />
    );
  return (
    <ReactFlowProvider>
      <EditorFrame workflow={workflow} draft={draft} readAt={readAt} gone={gone} loaded={loaded} />
    </ReactFlowProvider>
  );
}

/** `null` = the draft has not the shape of a graph, so that nothing of it can be drawn. */
function read(workflow: WorkflowDetail, draft: DraftDetail | null): Loaded | null {
  const graph = parseShape(draft ? draft.graph : workflow.graph, new Findings());
  const hash = draft?.draft.hash ?? workflow.hash;
  return graph && hash !== null ? { graph, hash, draft } : null;
}
