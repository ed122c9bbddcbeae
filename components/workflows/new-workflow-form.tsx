"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { TEMPLATES } from "#server/engine/templates/templates";
import type { WorkflowSummary } from "#server/services/types";
import { fieldsOf, messageOf, useTRPC, useTRPCClient } from "../providers";
import { Button, FormField, Input, Select, SlugField } from "../ui";
import { MiniGraph } from "./mini-graph";
import { slugOf } from "./model/slug";

const EMPTY = "";
const PATTERN = "pattern ";
const COPY = "copy ";
const DRAFT_COPY = "draft ";

type Copied = { readonly slug: string; readonly draft: boolean };

function copiedBy(choice: string): Copied | null {
  for (const start of [COPY, DRAFT_COPY])
    if (choice.startsWith(start)) return { slug: choice.slice(start.length), draft: start === DRAFT_COPY };
  return null;
}

/** A workflow can be copied as it is published, and as somebody is changing it. */
function copiesOf({ slug, name, revision, draft }: WorkflowSummary) {
  return [
    ...(revision > 0 ? [{ value: `${COPY}${slug}`, label: `A copy of ${name}` }] : []),
    ...(draft ? [{ value: `${DRAFT_COPY}${slug}`, label: `A copy of the draft of ${name}` }] : []),
  ];
}

/** Name, slug and what it begins as; opens the canvas of the draft that it makes. */
export function NewWorkflowForm() {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState("");
  const [slug, setSlug] = useState<string | null>(null);
  const chosen = slug ?? slugOf(name);
  const client = useTRPCClient();
  const [template, setTemplate] = useState(EMPTY);
  const pattern = TEMPLATES.find(({ id }) => `${PATTERN}${id}` === template);
  const list = useQuery(trpc.workflows.list.queryOptions());
  const graphOf = async (copied: Copied) =>
    copied.draft
      ? ((await client.workflows.draft.query({ slug: copied.slug })).graph as object)
      : (await client.workflows.get.query({ slug: copied.slug })).graph;
  const create = useMutation({
    mutationFn: async (named: { readonly slug: string; readonly name: string }) => {
      const copied = copiedBy(template);
      const from = pattern?.graph ?? (copied ? await graphOf(copied) : null);
      const graph = { schemaVersion: 1, nodes: {}, edges: [], ...from, ...named };
      return await client.workflows.saveDraft.mutate({ graph });
    },
    onSuccess: ({ slug: made }) => router.push(`/workflows/${made}/edit`),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ slug: chosen, name: name.trim() });
  };
  const copies = (list.data ?? []).flatMap(copiesOf);
  const wrong = create.error ? fieldsOf(create.error) : {};
  return (
    <form className="grid gap-4 p-4" onSubmit={submit} data-testid="new-workflow-form">
      <FormField label="Name" required>
        {(wiring) => (
          <Input
            {...wiring}
            autoFocus
            value={name}
            maxLength={120}
            required
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </FormField>
      <SlugField
        value={chosen}
        error={wrong["slug"]}
        lacks={
          name.trim() !== "" && chosen === ""
            ? "Nothing of the name can stand in it. Write one in the letters a to z, such as my-workflow."
            : undefined
        }
        onChange={setSlug}
      />
      <FormField label="Begins as">
        {({ id }) => (
          <Select
            id={id}
            label="Begins as"
            value={template}
            onChange={setTemplate}
            options={[
              { value: EMPTY, label: "An empty canvas" },
              ...TEMPLATES.map(({ id: of, title }) => ({ value: `${PATTERN}${of}`, label: title })),
              ...copies,
            ]}
          />
        )}
      </FormField>
      {pattern ? (
        <div className="grid gap-1.5" data-testid="template">
          <MiniGraph
            graph={{ schemaVersion: 1, slug: pattern.id, name: pattern.title, ...pattern.graph }}
            label={`Drawing of ${pattern.title}`}
          />
          <p className="text-ink-muted text-small">{pattern.summary}. It runs as it stands.</p>
        </div>
      ) : null}
      {create.error ? (
        <p role="alert" className="text-failed-ink [overflow-wrap:anywhere]">
          {messageOf(create.error)}
        </p>
      ) : null}
      <div className="flex justify-end">
        <Button
          type="submit"
          look="primary"
          busy={create.isPending}
          disabled={name.trim() === "" || chosen === ""}
        >
          Open the canvas
        </Button>
      </div>
    </form>
  );
}
