"use client";
import { Trash2 } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import type { GraphNode } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { Button, FormField, Input, Select } from "../../ui";
import { OpenCallee } from "../called/open-callee";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing, useEditorState } from "../context";
import { focusLater } from "../focus-later";
import { removeSelected, rename, setField, setNode } from "../model/acts";
import { bodySections, sectionsOf, withoutWho } from "../model/fields";
import { BODIES, type BodyKind, entryOf } from "../model/kinds";
import { ownerOf } from "../model/problems";
import { handsOn } from "../model/trial/hand-off";
import type { Part } from "../model/trial/part";
import { AgentPicker } from "./agent-picker";
import { EdgesOf } from "./edges-of";
import { FieldRow } from "./field-row";
import { HandOffPreview } from "./hand-off-preview";
import { Rows, Sections, type Values } from "./sections";
import { TryIt } from "./try-it";
import { FormPlace } from "./use-completion";

const NAME = { name: "name", label: "Name", required: false, control: { as: "text" } } as const;
const DESCRIPTION = {
  name: "description",
  label: "Description",
  required: false,
  control: { as: "long" },
} as const;

/** Every option of a node, as its kind has them. */
export function NodeForm({ id, onRun }: { readonly id: string; readonly onRun: (part: Part) => void }) {
  const { store, problems, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const node = graph.nodes[id];
  const own = useMemo(
    () =>
      problems.flatMap((problem) => {
        const owner = ownerOf(graph, problem);
        return owner.of === "node" && owner.id === id ? [{ field: owner.field, problem }] : [];
      }),
    [graph, problems, id],
  );
  if (!node) return null;
  const setterOf = (name: string) => (value: Json | undefined) =>
    store.attempt(setField(id, `/${name}`, value));
  const row = { problems: [], readOnly: !mayEdit };
  return (
    <div className="grid min-w-0 gap-3" data-testid="node-form">
      <div className="flex items-center gap-2">
        <KindIcon kind={node.kind} />
        <h2 className="min-w-0 grow truncate font-medium">{entryOf(node.kind).label}</h2>
        {mayEdit ? (
          <Button
            size="icon-small"
            look="quiet"
            aria-label={`Remove ${id}`}
            title={`Remove ${id}`}
            onClick={() => {
              const edit = removeSelected(graph, { nodes: new Set([id]), edges: new Set() });
              if (edit) store.do(edit);
            }}
          >
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </div>
      {own
        .filter(({ field }) => field === "")
        .map(({ problem }) => (
          <p
            key={problem.code + problem.message}
            className="text-failed-ink text-small [overflow-wrap:anywhere]"
          >
            {problem.code}: {problem.message}
          </p>
        ))}
      <OpenCallee id={id} />
      <Id id={id} />
      <FormPlace value={["nodes", id]}>
        <FieldRow {...row} field={NAME} value={node.name} set={setterOf("name")} />
        <Options
          id={id}
          below=""
          of={node}
          sections={sectionsOf(node.kind)}
          setterOf={setterOf}
          problems={own}
          body={<Body id={id} node={node} problems={own} />}
        />
      </FormPlace>
      {handsOn(node) ? <HandOffPreview id={id} /> : null}
      <EdgesOf id={id} />
      <TryIt id={id} node={node} onRun={onRun} />
      <FormPlace value={["nodes", id]}>
        <FieldRow {...row} field={DESCRIPTION} value={node.description} set={setterOf("description")} />
      </FormPlace>
    </div>
  );
}

/** Where F2 leads to. */
export const ID_FIELD = "editor-node-id";

/** The name that expressions use. It is changed as a whole, with all that refers to it. */
function Id({ id }: { readonly id: string }) {
  const { store, mayEdit } = useEditing();
  const [text, setText] = useState(id);
  const [error, setError] = useState<string | null>(null);
  const take = () => {
    if (text === id) return;
    const refused = store.attempt(rename(id, text), { nodes: new Set([text]) });
    setError(refused);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      take();
      // The form is that of another name then, and the keyboard stays where it was.
      focusLater(() => document.getElementById(ID_FIELD)?.focus());
    }
    if (event.key === "Escape") setText(id);
  };
  return (
    <FormField label="Id" error={error ?? undefined} hint={`Expressions read it as nodes.${id}`}>
      {({ id: _own, ...wiring }) => (
        <Input
          {...wiring}
          id={ID_FIELD}
          aria-label="Id"
          className="font-mono text-small"
          value={text}
          readOnly={!mayEdit}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onBlur={take}
          onKeyDown={onKey}
        />
      )}
    </FormField>
  );
}

type OptionsProps = Pick<Parameters<typeof Sections>[0], "sections" | "setterOf" | "problems" | "body"> & {
  readonly id: string;
  /** The way from the node to it: `/body`, or nothing. */
  readonly below: string;
  readonly of: GraphNode | Exclude<Extract<GraphNode, { kind: "map" }>["body"], undefined>;
};

/** All options of a node or its body; whom an agent's asks is chosen among those that there are. */
function Options({ id, below, of, sections, ...rest }: OptionsProps) {
  const { mayEdit } = useEditing();
  const rows = { ...rest, values: of as unknown as Values, readOnly: !mayEdit };
  if (of.kind !== "agent") return <Sections sections={sections} {...rows} />;
  const { who, others } = withoutWho(sections);
  return (
    <>
      <AgentPicker
        id={id}
        below={below}
        agent={of.agent}
        capabilities={of.capabilities}
        wrong={rest.problems.some(({ field }) => who.some(({ name }) => field.startsWith(`/${name}`)))}
        byName={<Rows fields={who} {...rows} />}
      />
      <Sections sections={others} {...rows} />
    </>
  );
}

type BodyProps = {
  readonly id: string;
  readonly node: GraphNode;
  readonly problems: Parameters<typeof Sections>[0]["problems"];
};

/** What a map, a loop or a plan does each time. */
function Body({ id, node, problems }: BodyProps) {
  const { store, mayEdit } = useEditing();
  if (node.kind !== "map" && node.kind !== "loop" && node.kind !== "plan") return null;
  const { body } = node;
  const kinds = (node.kind === "plan" ? ["agent", "task"] : Object.keys(BODIES)) as BodyKind[];
  const setterOf = (name: string) => (value: Json | undefined) =>
    store.attempt(setField(id, `/body/${name}`, value));
  const inside = problems.flatMap(({ field, problem }) =>
    field.startsWith("/body") ? [{ field: field.slice("/body".length), problem }] : [],
  );
  return (
    <fieldset className="grid min-w-0 gap-3 rounded border p-3">
      <legend className="px-1 text-ink-muted text-small">Each time</legend>
      <Select
        label="Kind of what it does"
        value={body.kind}
        disabled={!mayEdit}
        onChange={(kind) => store.do(setNode(id, { path: "/body", value: BODIES[kind as BodyKind] as Json }))}
        options={kinds.map((kind) => ({ value: kind, label: entryOf(kind).label }))}
      />
      <FormPlace value={["nodes", id, "body"]}>
        <Options
          key={body.kind}
          id={id}
          below="/body"
          of={body}
          sections={bodySections(body.kind)}
          setterOf={setterOf}
          problems={inside}
        />
      </FormPlace>
    </fieldset>
  );
}
