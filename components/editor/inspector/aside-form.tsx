"use client";
import { Trash2 } from "lucide-react";
import { ASIDE_COLOURS } from "#server/engine/graph/layout";
import type { Json } from "#server/engine/values/json";
import { Button, FormField, MultiCombobox, Select } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { removeSelected } from "../model/acts";
import { type Aside, setAside } from "../model/asides";
import type { Field } from "../model/fields";
import { FieldRow } from "./field-row";
import { ID_FIELD } from "./node-form";

const fieldOf = (name: string, label: string, control: Field["control"]): Field => ({
  name,
  label,
  required: false,
  control,
});
const TEXT = fieldOf("text", "Text", { as: "long" });
const COLLAPSED = fieldOf("collapsed", "Collapsed", { as: "switch" });
const SIZES = (["width", "height"] as const).map((name) =>
  fieldOf(name, name === "width" ? "Width" : "Height", {
    as: "number",
    least: 64,
    most: 100_000,
    whole: true,
  }),
);

/** What a frame or a note says, how large it is, and what a frame holds. */
export function AsideForm({ aside }: { readonly aside: Aside }) {
  const { store, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const { what, key, id, value } = aside;
  const set = (name: string) => (to: Json | undefined) =>
    store.attempt(setAside(aside, { path: `/${name}`, ...(to === undefined ? {} : { value: to }) }));
  const row = { problems: [], readOnly: !mayEdit };
  const remove = removeSelected(graph, { nodes: new Set(), edges: new Set(), asides: new Set([key]) });
  const title = fieldOf("title", "Title", { as: "text" });
  return (
    <div className="grid min-w-0 gap-3" data-testid="aside-form">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 grow truncate font-medium">{what === "frame" ? "Frame" : "Note"}</h2>
        {mayEdit && remove ? (
          <Button
            size="icon-small"
            look="quiet"
            aria-label={`Remove ${id}`}
            title={`Remove ${id}`}
            onClick={() => store.do(remove)}
          >
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </div>
      <div id={ID_FIELD}>
        {what === "frame" ? (
          <FieldRow {...row} field={title} value={value.title} set={set("title")} />
        ) : (
          <FieldRow {...row} field={TEXT} value={value.text} set={(to) => set("text")(to ?? "")} />
        )}
      </div>
      <FormField label="Colour">
        {({ id: field }) => (
          <Select
            id={field}
            label="Colour"
            value={value.colour ?? "grey"}
            disabled={!mayEdit}
            onChange={(colour) => set("colour")(colour === "grey" ? undefined : colour)}
            options={ASIDE_COLOURS.map((colour) => ({ value: colour, label: colour }))}
          />
        )}
      </FormField>
      {what === "frame" ? (
        <>
          <FieldRow {...row} field={COLLAPSED} value={value.collapsed} set={set("collapsed")} />
          {mayEdit ? (
            <FormField label="Nodes in it">
              {({ id: field }) => (
                <MultiCombobox
                  id={field}
                  label="Nodes in it"
                  placeholder="Add a node…"
                  value={value.nodes.filter((name) => Object.hasOwn(graph.nodes, name))}
                  options={Object.entries(graph.nodes).map(([name, node]) => ({
                    value: name,
                    label: node.name ?? name,
                  }))}
                  onChange={(nodes) => void set("nodes")([...nodes])}
                />
              )}
            </FormField>
          ) : null}
        </>
      ) : null}
      {SIZES.map((field) => (
        <FieldRow
          key={field.name}
          {...row}
          field={field}
          value={value[field.name as "width" | "height"]}
          set={(to) => (to === undefined ? null : set(field.name)(to))}
        />
      ))}
    </div>
  );
}
