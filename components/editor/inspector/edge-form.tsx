"use client";
import { Plus, Trash2 } from "lucide-react";
import type { Json } from "#server/engine/values/json";
import { Button, Combobox, FormField, Select } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { reconnect, removeSelected, setEdge } from "../model/acts";
import { freePort, portsOf, whyNot } from "../model/connect";
import { edgeKeys } from "../model/edges";
import { ownerOf } from "../model/problems";
import { FieldRow } from "./field-row";
import { FormPlace } from "./use-completion";

const WHEN = { name: "when", label: "Only when", required: false, control: { as: "expression" } } as const;
const MAPPING = {
  name: "mapping",
  label: "Passes on",
  required: false,
  control: { as: "entries" },
} as const;

/** What an edge says: where it leads, by which port, when, and what it passes on. */
export function EdgeForm({ at }: { readonly at: number }) {
  const { store, problems, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const edge = graph.edges[at];
  const key = edgeKeys(graph.edges)[at];
  if (!edge || key === undefined) return null;
  const own = problems.flatMap((problem) => {
    const owner = ownerOf(graph, problem);
    return owner.of === "edge" && owner.key === key ? [{ field: owner.field, problem }] : [];
  });
  const problemsAt = (field: string) =>
    own.flatMap(({ field: place, problem }) => (place.startsWith(field) ? [problem] : []));
  const setterOf = (name: string) => (value: Json | undefined) => {
    const edit = setEdge(graph, at, { path: `/${name}`, ...(value === undefined ? {} : { value }) });
    return edit ? store.attempt(edit) : null;
  };
  const ports = portsOf(graph, edge.source);
  const lead = (to: { source?: string; target?: string; port?: string | undefined }) => {
    const connection = { source: edge.source, target: edge.target, port: edge.port, ...to };
    const edit = reconnect(graph, at, connection);
    if (edit) store.do(edit);
  };
  const targets = Object.keys(graph.nodes).filter(
    (target) => whyNot(graph, { source: edge.source, target, port: edge.port }, at) === null,
  );
  const sources = Object.keys(graph.nodes).filter(
    (source) =>
      source === edge.source ||
      whyNot(graph, { source, target: edge.target, port: freePort(graph, source) }, at) === null,
  );
  const row = { readOnly: !mayEdit };
  const remove = removeSelected(graph, { nodes: new Set(), edges: new Set([key]) });
  return (
    <div className="grid min-w-0 gap-3" data-testid="edge-form">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 grow truncate font-medium">
          {edge.source} → {edge.target}
        </h2>
        {mayEdit && remove ? (
          <Button
            size="icon-small"
            look="quiet"
            aria-label="Remove the edge"
            onClick={() => store.do(remove)}
          >
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </div>
      {problemsAt("")
        .filter((problem) => !/\/(when|mapping)/.test(problem.path))
        .map((problem) => (
          <p key={problem.code} className="text-failed-ink text-small [overflow-wrap:anywhere]">
            {problem.code}: {problem.message}
          </p>
        ))}
      {mayEdit ? (
        <FormField label="Comes from">
          {({ id }) => (
            <Combobox
              id={id}
              label="Comes from"
              value={edge.source}
              options={sources.map((source) => ({
                value: source,
                label: graph.nodes[source]?.name ?? source,
              }))}
              onChange={(source) => source !== null && lead({ source, port: freePort(graph, source) })}
            />
          )}
        </FormField>
      ) : null}
      {mayEdit ? (
        <FormField label="Leads to">
          {({ id }) => (
            <Combobox
              id={id}
              label="Leads to"
              value={edge.target}
              options={targets.map((target) => ({
                value: target,
                label: graph.nodes[target]?.name ?? target,
              }))}
              onChange={(target) => target !== null && lead({ target })}
            />
          )}
        </FormField>
      ) : null}
      {ports ? (
        <FormField label="Leaves by port">
          {({ id }) => (
            <Select
              id={id}
              label="Leaves by port"
              value={edge.port ?? ""}
              disabled={!mayEdit}
              onChange={(port) => lead({ port: port || undefined })}
              options={[
                ...(ports.required ? [] : [{ value: "", label: "Whatever comes out" }]),
                ...ports.names.map((port) => ({ value: port, label: port })),
              ]}
            />
          )}
        </FormField>
      ) : null}
      <FormPlace value={["edges", at]}>
        <FieldRow
          {...row}
          field={WHEN}
          value={edge.when}
          set={setterOf("when")}
          problems={problemsAt("/when")}
        />
        <FieldRow
          {...row}
          field={MAPPING}
          value={edge.mapping}
          set={setterOf("mapping")}
          problems={problemsAt("/mapping")}
        />
      </FormPlace>
      {mayEdit && edge.mapping === undefined ? (
        <Button
          size="small"
          className="w-fit"
          onClick={() => setterOf("mapping")({ value: `= nodes.${edge.source}.output` })}
        >
          <Plus aria-hidden /> Pass its output on
        </Button>
      ) : null}
    </div>
  );
}
