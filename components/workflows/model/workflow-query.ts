import type { WorkflowSummary } from "#server/services/types";
import type { Query, QueryField, Term } from "../../ui/query/model";

const DEMO = [
  { value: "yes", label: "Demo data" },
  { value: "no", label: "No demo data" },
];

const DRAFT = [
  { value: "only", label: "Never published" },
  { value: "changes", label: "Unpublished changes" },
  { value: "none", label: "No draft" },
];

/** What the list of workflows can be asked for. */
export const WORKFLOW_FIELDS: readonly QueryField[] = [
  {
    name: "recursion",
    label: "Recursion",
    kind: "enum",
    options: [
      { value: "none", label: "None" },
      { value: "self", label: "Calls itself" },
      { value: "mutual", label: "Through others" },
      { value: "unpublished", label: "Not published" },
    ],
    hint: "whether it calls itself",
  },
  {
    name: "success",
    label: "Success",
    kind: "number",
    takes: [">", ">=", "<", "<="],
    hint: "percent, such as <95",
  },
  { name: "runs", label: "Runs", kind: "number", takes: [">", ">=", "<", "<="], hint: "such as >10" },
  { name: "draft", label: "Draft", kind: "enum", options: DRAFT, hint: "what is not published" },
  { name: "demo", label: "Demo", kind: "enum", options: DEMO, hint: "demo data" },
];

export type WorkflowSort = { readonly column: string; readonly order: "asc" | "desc" };

/** The workflows that a query leaves. All of them are loaded, so it is answered here. */
export function matching(workflows: readonly WorkflowSummary[], query: Query): readonly WorkflowSummary[] {
  return workflows.filter((workflow) => query.every((term) => holds(workflow, term)));
}

function holds(workflow: WorkflowSummary, term: Term): boolean {
  if (term.kind === "word") return wordsOf(workflow).includes(term.text.toLowerCase());
  if (term.kind === "range") return true;
  if (term.kind === "is") {
    return term.values.includes(choiceOf(workflow, term.field)) !== term.not;
  }
  const figure = term.field === "runs" ? workflow.recent.runs : percentOf(workflow);
  return figure !== null && compared(figure, term.op, Number(term.value)) !== term.not;
}

function choiceOf({ demo, draft, revision, recursion }: WorkflowSummary, field: string): string {
  if (field === "demo") return demo ? "yes" : "no";
  if (field !== "draft") return revision === 0 ? "unpublished" : recursion;
  if (!draft) return "none";
  return revision === 0 ? "only" : "changes";
}

function wordsOf({ name, slug, description }: WorkflowSummary): string {
  return `${name} ${slug} ${description}`.toLowerCase();
}

function compared(figure: number, op: ">" | ">=" | "<" | "<=", value: number): boolean {
  if (op === ">") return figure > value;
  if (op === ">=") return figure >= value;
  return op === "<" ? figure < value : figure <= value;
}

export function percentOf({ recent }: WorkflowSummary): number | null {
  return recent.successShare === null ? null : recent.successShare * 100;
}

const KEYS: Readonly<Record<string, (workflow: WorkflowSummary) => number | string | null>> = {
  name: ({ name }) => name.toLowerCase(),
  runs: ({ recent }) => recent.runs,
  success: ({ recent }) => recent.successShare,
  p95: ({ recent }) => recent.p95DurationMs,
  updated: ({ updatedAt }) => updatedAt,
};

/** By a column; what has no figure comes last in either order. */
export function sorted(
  workflows: readonly WorkflowSummary[],
  sort: WorkflowSort | null,
): readonly WorkflowSummary[] {
  const key = sort ? KEYS[sort.column] : undefined;
  if (!sort || !key) return workflows;
  const sign = sort.order === "asc" ? 1 : -1;
  return workflows.toSorted((one, other) => {
    const a = key(one);
    const b = key(other);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return a < b ? -sign : a > b ? sign : 0;
  });
}
