"use client";
import { useState } from "react";
import type { Json } from "#server/engine/values/json";
import { Button, JsonView } from "@/components/ui";
import { RawButton, SchemaFields, useSchemaForm } from "@/components/ui/schema-form";
import { Section, Show } from "./frame";

const SCHEMA = {
  type: "object",
  required: ["task", "team", "limits"],
  properties: {
    task: { type: "string", title: "Task", description: "What the agents have to solve.", minLength: 10 },
    team: {
      type: "array",
      title: "Team",
      minItems: 1,
      maxItems: 4,
      items: {
        type: "object",
        title: "Member",
        required: ["name"],
        properties: { name: { type: "string" }, mail: { type: "string", format: "email" } },
      },
    },
    limits: {
      type: "object",
      description: "They hold for the whole tree.",
      required: ["maxDepth"],
      properties: {
        maxDepth: { type: "integer", minimum: 1, maximum: 64, default: 10 },
        budget: { type: "number", exclusiveMinimum: 0 },
        strict: { type: "boolean", default: true },
      },
    },
    mode: { enum: ["fast", "deep"], default: "deep" },
    after: {
      title: "When it is done",
      oneOf: [
        { type: "object", title: "Notify", properties: { url: { type: "string", format: "uri" } } },
        { type: "string", title: "Write to", description: "A path." },
      ],
    },
    labels: { type: "object", additionalProperties: { type: "string" } },
    notes: { type: "string", format: "textarea" },
  },
} as const;

const EARLIER: Json = {
  task: "Find why builds are slow",
  team: [{ name: "Ada", mail: "ada@example.org" }, { name: "Grace" }],
  limits: { maxDepth: 6, strict: false },
  labels: { area: "build" },
  after: "out/report.md",
  ticket: 4,
};

export function Forms(section: { readonly id: string; readonly title: string }) {
  return (
    <Section {...section}>
      <Show title="Form of a JSON Schema, empty">
        <OneForm />
      </Show>
      <Show title="The same with a value, and findings of a server">
        <OneForm earlier={EARLIER} />
      </Show>
    </Section>
  );
}

function OneForm({ earlier }: { readonly earlier?: Json }) {
  const form = useSchemaForm({ schema: SCHEMA, ...(earlier === undefined ? {} : { earlier }) });
  const [value, setValue] = useState<Json>(null);
  const check = () => {
    const built = form.read();
    setValue(built.ok ? built.value : null);
  };
  const refuse = () =>
    form.show(
      [
        { path: "/team/0/mail", message: "is taken" },
        { path: "/limits/maxDepth", message: "must be <= 4" },
      ],
      "",
    );
  return (
    <div className="grid gap-4 rounded border p-4">
      <SchemaFields form={form} />
      <div className="flex flex-wrap items-center gap-2 border-t pt-4">
        <Button look="primary" onClick={check}>
          Check
        </Button>
        <Button onClick={refuse}>Let a server refuse it</Button>
        {form.entry.kind === "raw" ? null : (
          <RawButton
            shape={form.shape}
            entry={form.entry}
            pointer=""
            label="everything"
            onChange={form.change}
          />
        )}
      </div>
      {value === null ? null : <JsonView label="Value" value={value} />}
    </div>
  );
}
