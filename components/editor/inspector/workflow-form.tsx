"use client";
import { useMemo } from "react";
import type { Graph } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { useEditing, useEditorState } from "../context";
import { setWorkflow } from "../model/acts";
import { workflowSections } from "../model/fields";
import { ownerOf } from "../model/problems";
import { AsidesList } from "./asides-list";
import { FieldRow } from "./field-row";
import { Sections, type Values } from "./sections";

const NAME = { name: "name", label: "Name", required: true, control: { as: "text" } } as const;
const DESCRIPTION = {
  name: "description",
  label: "Description",
  required: false,
  control: { as: "long" },
} as const;

/** What the workflow says of itself, for all its nodes. */
export function WorkflowForm() {
  const { store, problems, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const own = useMemo(
    () =>
      problems.flatMap((problem) => {
        const owner = ownerOf(graph, problem);
        return owner.of === "workflow" ? [{ field: owner.field, problem }] : [];
      }),
    [graph, problems],
  );
  const setterOf = (name: string) => (value: Json | undefined) =>
    store.attempt(setWorkflow(store.get().graph, name as keyof Graph, value));
  const row = { problems: [], readOnly: !mayEdit };
  return (
    <div className="grid min-w-0 gap-3" data-testid="workflow-form">
      <div>
        <h2 className="font-medium">Workflow</h2>
        <p className="font-mono text-ink-muted text-small [overflow-wrap:anywhere]">{graph.slug}</p>
      </div>
      <FieldRow {...row} field={NAME} value={graph.name} set={setterOf("name")} />
      <FieldRow {...row} field={DESCRIPTION} value={graph.description} set={setterOf("description")} />
      <Sections
        sections={workflowSections()}
        values={graph as unknown as Values}
        setterOf={setterOf}
        problems={own}
        readOnly={!mayEdit}
      />
      <AsidesList />
    </div>
  );
}
