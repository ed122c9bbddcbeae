"use client";
import { useMemo, useState } from "react";
import { Ago, Button, ErrorState, formatCount, NoMatch, Span, STATUS_WORD, Status } from "@/components/ui";
import {
  type Column,
  type ColumnChoice,
  ColumnMenu,
  DataTable,
  type Sort,
  useSelection,
} from "@/components/ui/data-table";
import { type Query, QueryBar, type QueryField, useQueryParam } from "@/components/ui/query";
import { Section, Show } from "./frame";

const STATUSES = [
  "succeeded",
  "running",
  "succeeded",
  "failed",
  "succeeded",
  "waiting",
  "cancelled",
] as const;
const WORKFLOWS = ["dependency-audit", "recursive-digest", "research-tree", "code-review"];
const DAY = Date.UTC(2026, 10, 26);

type MadeUp = {
  readonly id: string;
  readonly status: (typeof STATUSES)[number];
  readonly workflow: string;
  readonly depth: number;
  readonly runs: number;
  readonly ms: number;
  readonly at: number;
};

/** Ten thousand of them: the table has to stay smooth. */
const ROWS: readonly MadeUp[] = Array.from({ length: 10_000 }, (_, row) => ({
  id: `run-${row}`,
  status: STATUSES[row % STATUSES.length] ?? "succeeded",
  workflow: WORKFLOWS[(row * 7) % WORKFLOWS.length] ?? "",
  depth: (row * 13) % 9,
  runs: (row * 31) % 977,
  ms: (row * 7_919) % 400_000,
  at: DAY - row * 61_000,
}));

const COLUMNS: readonly Column<MadeUp>[] = [
  {
    id: "status",
    label: "Status",
    width: "140px",
    fixed: true,
    cell: (row) => <Status status={row.status} />,
  },
  {
    id: "workflow",
    label: "Workflow",
    width: "minmax(140px, 1fr)",
    sort: "asc",
    cell: (row) => row.workflow,
  },
  number("depth", "Depth", (row) => row.depth),
  number("runs", "Runs", (row) => formatCount(row.runs)),
  { ...number("ms", "Duration", (row) => <Span ms={row.ms} />), width: "110px" },
  {
    id: "at",
    label: "Started",
    width: "150px",
    align: "right",
    priority: 2,
    cell: (row) => <Ago at={row.at} />,
  },
  { id: "id", label: "Id", width: "110px", optional: true, cell: (row) => <code>{row.id}</code> },
];

function number(id: string, label: string, figure: (row: MadeUp) => React.ReactNode): Column<MadeUp> {
  const cell = (row: MadeUp) => <span className="font-mono">{figure(row)}</span>;
  return { id, label, width: "90px", align: "right", priority: 3, sort: "desc", cell };
}

const FIELDS: readonly QueryField[] = [
  {
    name: "status",
    label: "Status",
    kind: "enum",
    options: [...new Set(STATUSES)].map((value) => ({ value, label: STATUS_WORD[value] })),
  },
  {
    name: "workflow",
    label: "Workflow",
    kind: "enum",
    options: WORKFLOWS.map((value) => ({ value, label: value })),
  },
  { name: "runs", label: "Runs", kind: "number", hint: "such as >10" },
  { name: "started", label: "Started", kind: "instant", hint: "such as >24h" },
];

function matches(row: MadeUp, query: Query): boolean {
  return query.every((term) => {
    if (term.kind === "word") return row.workflow.includes(term.text);
    if (term.kind === "compare" && term.field === "runs")
      return term.op.startsWith(">") ? row.runs > Number(term.value) : row.runs < Number(term.value);
    if (term.kind !== "is") return true;
    return term.values.includes(term.field === "status" ? row.status : row.workflow) !== term.not;
  });
}

function sorted(rows: readonly MadeUp[], sort: Sort | null): readonly MadeUp[] {
  if (sort === null) return rows;
  const key = sort.column as keyof MadeUp;
  const sign = sort.order === "asc" ? 1 : -1;
  return rows.toSorted((a, b) => (a[key] < b[key] ? -sign : a[key] > b[key] ? sign : 0));
}

const idOf = (row: MadeUp) => row.id;

export function Lists(section: { readonly id: string; readonly title: string }) {
  const { text, query, setText } = useQueryParam(FIELDS);
  const [sort, setSort] = useState<Sort | null>(null);
  const [choice, setChoice] = useState<ColumnChoice>(null);
  const rows = useMemo(() => {
    return sorted(
      ROWS.filter((row) => matches(row, query)),
      sort,
    );
  }, [query, sort]);
  const { selection, setSelection } = useSelection(rows, idOf);
  return (
    <Section {...section}>
      <Show title="Query bar and table: 10,000 rows, sorted, chosen, by pointer and keys" wide>
        <div className="flex h-[420px] flex-col rounded border">
          <div className="flex items-start gap-1 border-b p-2">
            <QueryBar label="Filter runs" fields={FIELDS} text={text} onChange={setText} />
            <ColumnMenu columns={COLUMNS} choice={choice} onChange={setChoice} />
          </div>
          <DataTable
            label="Made-up runs"
            columns={COLUMNS}
            rows={rows}
            rowId={idOf}
            rowLabel={(row) => `${row.workflow}, ${row.status}`}
            href={() => "#lists"}
            noun={["run", "runs"]}
            keys="own"
            choice={choice}
            sort={sort}
            onSort={setSort}
            selection={selection}
            onSelection={setSelection}
            bulk={(ids) => <Button size="small">Cancel {ids.length} runs</Button>}
            empty={<NoMatch noun="run" onClear={() => setText("")} />}
          />
        </div>
      </Show>
      <Show title="Table that loads · that failed">
        <div className="flex h-56 flex-col rounded border">
          <Still rows={undefined} />
        </div>
      </Show>
      <Show title="Query that cannot be understood">
        <div className="grid gap-4">
          <Wrong />
          <div className="flex h-56 flex-col rounded border">
            <Still
              rows={[]}
              error={<ErrorState title="The runs could not be loaded" message="Banyan did not answer." />}
            />
          </div>
        </div>
      </Show>
    </Section>
  );
}

function Still({
  rows,
  error,
}: {
  readonly rows: readonly MadeUp[] | undefined;
  readonly error?: React.ReactNode;
}) {
  return (
    <DataTable
      label={error ? "Table that failed" : "Table that loads"}
      columns={COLUMNS}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.workflow}
      href={() => "#lists"}
      noun={["run", "runs"]}
      keys="own"
      error={error}
    />
  );
}

function Wrong() {
  const [text, setText] = useState("stat:failed runs:many lodash");
  return <QueryBar label="Broken filter" fields={FIELDS} text={text} onChange={setText} />;
}
