import type { QueryField } from "../../ui/query/model";
import { STATUS_WORD } from "../../ui/tone";

type Named = { readonly value: string; readonly label: string };

const LEAST = [">", ">="] as const;
const BETWEEN = [">", ">=", "<", "<=", "range"] as const;

const DEMO = [
  { value: "yes", label: "Only demo data" },
  { value: "no", label: "Without demo data" },
];

const WAITS = [
  { value: "person", label: "A person" },
  { value: "requeue", label: "A requeue" },
];

/** What the list of runs can be asked for. */
export function runFields(workflows: readonly Named[], actors: readonly Named[]): readonly QueryField[] {
  return [
    {
      name: "status",
      label: "Status",
      kind: "enum",
      options: Object.entries(STATUS_WORD).map(([value, label]) => ({ value, label })),
      hint: "what state it is in",
    },
    // A text, not one of a list: a workflow that is gone still has runs.
    { name: "workflow", label: "Workflow", kind: "text", options: workflows, hint: "of which workflow" },
    { name: "started", label: "Started", kind: "instant", takes: BETWEEN, hint: "such as >24h" },
    { name: "ended", label: "Ended", kind: "instant", takes: BETWEEN, hint: "such as >1h" },
    { name: "duration", label: "Duration", kind: "duration", takes: BETWEEN, hint: "such as >5s" },
    { name: "depth", label: "Depth", kind: "number", takes: LEAST, hint: "such as >=3" },
    { name: "runs", label: "Runs", kind: "number", takes: LEAST, hint: "such as >100" },
    { name: "failed", label: "Failed", kind: "number", takes: LEAST, hint: "such as >=1" },
    {
      name: "actor",
      label: "Started by",
      kind: "text",
      takes: ["is"],
      options: actors,
      hint: "who started it",
    },
    {
      name: "waits",
      label: "Waits for",
      kind: "enum",
      takes: ["is"],
      options: WAITS,
      hint: "such as a person",
    },
    {
      name: "error",
      label: "Error",
      kind: "text",
      takes: ["is"],
      hint: "code of its failure, such as AttemptTimeout",
    },
    { name: "demo", label: "Demo", kind: "enum", takes: ["is"], options: DEMO, hint: "demo data" },
  ];
}
