"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { messageOf, useTRPC, useTRPCClient } from "../providers";
import {
  Absolute,
  Button,
  buttonClass,
  EmptyState,
  ErrorState,
  FormField,
  Input,
  NoMatch,
  Panel,
  SkeletonRows,
  Table,
  Td,
  Th,
} from "../ui";
import { type AuditFields, auditQuery, NO_FILTER } from "./model/audit-query";
import { ScrollBox } from "./scroll-box";
import { useAuditFields } from "./use-audit-fields";

/** What was done, newest first; the same filter shows it and exports it. */
export function AuditScreen() {
  const trpc = useTRPC();
  const [fields, setFields] = useAuditFields();
  const query = auditQuery(fields);
  const client = useTRPCClient();
  const asked = { ...query, limit: 50 };
  const pages = useInfiniteQuery({
    queryKey: trpc.audit.list.infiniteQueryKey(asked),
    queryFn: ({ pageParam, signal }) => client.audit.list.query({ ...asked, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
  const rows = pages.data?.pages.flatMap(({ data }) => data) ?? [];
  const file = (format: string) => `/api/v1/audit/export?${new URLSearchParams({ ...query, format })}`;
  const exports = (
    <span className="flex gap-1">
      {(["csv", "ndjson"] as const).map((format) => (
        <a key={format} href={file(format)} download className={buttonClass({ size: "small" })}>
          Export {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
  return (
    <>
      <Filter fields={fields} onChange={setFields} />
      <Panel title="What was done" actions={exports} flush>
        {pages.error && !pages.data ? (
          <ErrorState
            title="The audit log could not be read"
            message={messageOf(pages.error)}
            onRetry={() => void pages.refetch()}
          />
        ) : null}
        {pages.isPending ? <SkeletonRows rows={8} /> : null}
        {pages.data && rows.length === 0 ? (
          <Nothing query={query} onClear={() => setFields(NO_FILTER)} />
        ) : null}
        {rows.length > 0 ? <AuditTable rows={rows} /> : null}
        {pages.hasNextPage ? (
          <div className="p-2">
            <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              Show older
            </Button>
          </div>
        ) : null}
      </Panel>
    </>
  );
}

function Nothing({ query, onClear }: { readonly query: object; readonly onClear: () => void }) {
  if (Object.keys(query).length > 0) return <NoMatch noun="entry" onClear={onClear} />;
  return <EmptyState title="Nothing yet">Whatever changes something leaves a row here.</EmptyState>;
}

const TEXTS = [
  ["actor", "Who", "Name or id"],
  ["action", "Action", "run.start, or user."],
  ["object", "Object", "runs/…, or users/"],
] as const;

type FilterProps = { readonly fields: AuditFields; readonly onChange: (fields: AuditFields) => void };

function Filter({ fields, onChange }: FilterProps) {
  const set = (name: keyof AuditFields) => (event: { readonly target: { readonly value: string } }) =>
    onChange({ ...fields, [name]: event.target.value });
  return (
    <search className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5" data-testid="audit-filter">
      {TEXTS.map(([name, label, hint]) => (
        <FormField key={name} label={label}>
          {(wiring) => <Input {...wiring} value={fields[name]} onChange={set(name)} placeholder={hint} />}
        </FormField>
      ))}
      {(["from", "to"] as const).map((name) => (
        <FormField key={name} label={name === "from" ? "From (UTC)" : "To (UTC)"}>
          {(wiring) => <Input {...wiring} type="date" value={fields[name]} onChange={set(name)} />}
        </FormField>
      ))}
    </search>
  );
}

type Row = {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly actorKind: string;
  readonly action: string;
  readonly object: string;
  readonly detail: string | null;
};

function AuditTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <ScrollBox label="Entries">
      <Table data-testid="audit">
        <thead>
          <tr>
            {["When", "Who", "Action", "Object", "Detail"].map((head) => (
              <Th key={head}>{head}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, at, actor, actorKind, action, object, detail }) => (
            <tr key={id}>
              <Td>
                <Absolute at={at} />
              </Td>
              <Td className="max-w-44 truncate" title={`${actor} (${actorKind})`}>
                {actor}
              </Td>
              <Td className="font-mono">{action}</Td>
              <Td className="max-w-52 truncate font-mono text-ink-muted" title={object}>
                {object}
              </Td>
              <Td className="max-w-72 truncate text-ink-muted" title={detail ?? undefined}>
                {detail}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollBox>
  );
}
