"use client";
import { useState } from "react";
import { JsonDiff, TextDiff } from "@/components/ui/diff";
import { JsonEditor } from "@/components/ui/json-editor";
import { Section, Show } from "./frame";

const GRAPH = {
  slug: "countdown",
  limits: { maxDepth: 4, maxRuns: 100 },
  nodes: [
    { id: "plan", prompt: "Split the task into parts that can be solved alone." },
    { id: "solve", retries: 2 },
    { id: "merge" },
  ],
  trace: true,
};
const CHANGED = {
  ...GRAPH,
  limits: { maxDepth: 6, maxRuns: 100 },
  nodes: [
    { id: "plan", prompt: "Split the task into at most four parts that can be solved alone." },
    { id: "merge" },
    { id: "check", retries: 1 },
  ],
};
const LINES = Array.from({ length: 18 }, (_, line) => `step ${line}`);

export function Writing(section: { readonly id: string; readonly title: string }) {
  const [text, setText] = useState(JSON.stringify(GRAPH, null, 2));
  const [broken, setBroken] = useState('{\n  "slug": "countdown",\n  "limits": { "maxDepth": }\n}');
  return (
    <Section {...section}>
      <Show title="JSON editor with a finding at its value">
        <JsonEditor
          label="Definition"
          value={text}
          onChange={setText}
          problems={[{ path: "/nodes/1/retries", message: "Retries need a back-off." }]}
        />
      </Show>
      <Show title="JSON editor with broken JSON">
        <JsonEditor label="Broken definition" value={broken} onChange={setBroken} />
      </Show>
      <Show title="JSON difference">
        <JsonDiff label="Changes of the definition" before={GRAPH} after={CHANGED} />
      </Show>
      <Show title="Word difference · line difference">
        <div className="grid gap-4">
          <TextDiff
            before="Split the task into parts that can be solved alone. Answer as JSON."
            after="Split the task into at most four parts that can be solved alone. Answer as plain JSON."
            className="max-w-[72ch] text-read"
          />
          <TextDiff
            by="lines"
            before={LINES.join("\n")}
            after={LINES.toSpliced(9, 2, "step nine", "step ten", "step ten and a half").join("\n")}
          />
        </div>
      </Show>
    </Section>
  );
}
