"use client";
import { Frame, Trash2 } from "lucide-react";
import { Button } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { removeSelected } from "../model/acts";
import { asideAt, frameNodes } from "../model/asides";
import { edgeIndex } from "../model/edges";
import { counted } from "../model/names";
import type { Part } from "../model/trial/part";
import { AsideForm } from "./aside-form";
import { EdgeForm } from "./edge-form";
import { NodeForm } from "./node-form";
import { FormPlace } from "./use-completion";
import { WorkflowForm } from "./workflow-form";

/** Every option of what is chosen: a node, an edge, or, where nothing is, the workflow. */
export function Inspector({ onRun }: { readonly onRun: (part: Part) => void }) {
  const { graph, selection } = useEditorState();
  const [node] = selection.nodes;
  const [edge] = selection.edges;
  const [aside] = [...(selection.asides ?? [])].flatMap((key) => asideAt(graph, key) ?? []);
  if (selection.nodes.size + selection.edges.size + (selection.asides?.size ?? 0) > 1) return <Several />;
  if (node !== undefined && Object.hasOwn(graph.nodes, node))
    return <NodeForm key={node} id={node} onRun={onRun} />;
  if (aside)
    return (
      <FormPlace value={["layout", aside.key]}>
        <AsideForm key={aside.key} aside={aside} />
      </FormPlace>
    );
  const at = edge === undefined ? -1 : edgeIndex(graph, edge);
  return at >= 0 ? <EdgeForm key={edge} at={at} /> : <WorkflowForm />;
}

function Several() {
  const { store, mayEdit } = useEditing();
  const { graph, places, selection } = useEditorState();
  const { nodes, edges, asides } = selection;
  const frame = frameNodes(graph, places, [...nodes]);
  const edit = removeSelected(graph, selection);
  return (
    <div className="grid gap-3">
      <p>
        {counted("node", nodes.size)}
        {edges.size > 0 ? ` and ${counted("edge", edges.size)}` : ""}
        {asides && asides.size > 0 ? `, ${asides.size} beside them` : ""} chosen
      </p>
      <ul className="grid gap-0.5">
        {[...nodes].map((id) => (
          <li key={id}>
            <Button size="small" look="quiet" onClick={() => store.select({ nodes: new Set([id]) })}>
              {id}
            </Button>
          </li>
        ))}
      </ul>
      {mayEdit && frame ? (
        <Button
          size="small"
          className="w-fit"
          onClick={() => store.do(frame.edit, { asides: new Set([frame.key]) })}
        >
          <Frame aria-hidden /> {frame.edit.label}
        </Button>
      ) : null}
      {mayEdit && edit ? (
        <Button size="small" className="w-fit" onClick={() => store.do(edit)}>
          <Trash2 aria-hidden /> {edit.label}
        </Button>
      ) : null}
    </div>
  );
}
