import type { ListRunsQuery } from "#server/services/inputs";
import type { Zone } from "../../ui/instant";
import { instantMs, type Query, spanMs, type Term } from "../../ui/query/model";

export type RunsFilter = Omit<ListRunsQuery, "sort" | "order" | "cursor" | "limit" | "children">;

type Draft = { -readonly [Name in keyof RunsFilter]: RunsFilter[Name] };

/** What the service is asked for. Spans stay spans: it counts them back from when it is asked. */
export function filterOf(query: Query, zone: Zone): RunsFilter {
  const filter: Draft = {};
  for (const term of query) put(filter, term, zone);
  return filter;
}

function put(filter: Draft, term: Term, zone: Zone): void {
  if (term.kind === "word") {
    filter.q = filter.q ? `${filter.q} ${term.text}` : term.text;
    return;
  }
  const values = term.kind === "is" ? [...term.values] : [];
  switch (term.field) {
    case "status":
      add(filter, term.not ? "notStatus" : "status", values);
      return;
    case "workflow":
      add(filter, term.not ? "notSlug" : "slug", values);
      return;
    case "actor":
    case "error":
      add(filter, term.field, values);
      return;
    case "demo":
      filter.demo = values[0] === "no" ? "without" : "only";
      return;
    case "waits":
      Object.assign(filter, { waits: values[0] });
      return;
    case "duration":
      putDuration(filter, term);
      return;
    case "started":
    case "ended":
      putInstant(filter, term.field, term, zone);
      return;
    default:
      putLeast(filter, term);
  }
}

/** Said twice, a field may have any of both: `status:failed status:running`. */
function add(filter: Draft, name: (typeof MANY)[number], values: readonly string[]): void {
  const before = [filter[name] ?? []].flat() as readonly string[];
  Object.assign(filter, { [name]: [...before, ...values] });
}

const LEAST = { depth: "minDepth", runs: "minRuns", failed: "minFailed" } as const;

function putLeast(filter: Draft, term: Term): void {
  if (term.kind !== "compare" || !(term.field in LEAST)) return;
  const value = Number(term.value);
  filter[LEAST[term.field as keyof typeof LEAST]] = Math.max(
    0,
    term.op === ">" ? Math.floor(value) + 1 : Math.ceil(value),
  );
}

function putDuration(filter: Draft, term: Term): void {
  if (term.kind === "range") {
    filter.minDurationMs = spanMs(term.from) ?? 0;
    filter.maxDurationMs = spanMs(term.to) ?? 0;
  }
  if (term.kind !== "compare") return;
  const ms = spanMs(term.value) ?? 0;
  if (term.op.startsWith(">")) filter.minDurationMs = term.op === ">" ? Math.floor(ms) + 1 : Math.ceil(ms);
  else filter.maxDurationMs = Math.max(0, term.op === "<" ? Math.ceil(ms) - 1 : Math.floor(ms));
}

function putInstant(filter: Draft, field: "started" | "ended", term: Term, zone: Zone): void {
  const from = (text: string, end: boolean) =>
    Object.assign(filter, bound(`${field}Within`, `${field}From`, text, instantMs(text, zone, end)));
  const to = (text: string, end: boolean) =>
    Object.assign(filter, bound(`${field}Before`, `${field}To`, text, instantMs(text, zone, end)));
  if (term.kind === "range") {
    from(term.from, false);
    to(term.to, true);
  }
  if (term.kind !== "compare") return;
  // After a day means once it is over; from a day on includes it.
  if (term.op.startsWith(">")) from(term.value, term.op === ">");
  else to(term.value, term.op === "<=");
}

function bound(span: string, instant: string, text: string, at: number | null): Record<string, string> {
  const ms = spanMs(text);
  if (ms !== null) return { [span]: PLAIN.test(text) ? text : spanOf(ms) };
  return at === null ? {} : { [instant]: new Date(at).toISOString() };
}

/** As the service takes it: one figure of one unit. */
const PLAIN = /^[1-9]\d{0,6}[smhdw]$/;
const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
] as const;

const MOST_FIGURE = 9_999_999;

/** To the second; to the day, where that would be more seconds than the service takes. */
function spanOf(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  const [unit, size] = UNITS.find(([, each]) => seconds % each === 0) ?? ["s", 1];
  const figure = seconds / size;
  return figure <= MOST_FIGURE
    ? `${figure}${unit}`
    : `${Math.min(MOST_FIGURE, Math.round(seconds / 86_400))}d`;
}

/** A filter as its query: of saved views and of links from other pages. */
export function queryOf(filter: RunsFilter): Query {
  const terms: (Term | null)[] = [
    is("status", filter.status),
    is("status", filter.notStatus, true),
    is("workflow", filter.slug),
    is("workflow", filter.notSlug, true),
    is("actor", filter.actor),
    is("waits", filter.waits),
    is("error", filter.error),
    filter.demo === undefined ? null : is("demo", filter.demo === "only" ? "yes" : "no"),
    least("depth", filter.minDepth),
    least("runs", filter.minRuns),
    least("failed", filter.minFailed),
    least("duration", filter.minDurationMs, "ms"),
    filter.maxDurationMs === undefined ? null : compare("duration", "<=", `${filter.maxDurationMs}ms`),
    ...instantTerms("started", filter),
    ...instantTerms("ended", filter),
    filter.q ? { kind: "word", text: filter.q } : null,
  ];
  return terms.filter((term) => term !== null);
}

function is(field: string, given: string | readonly string[] | undefined, not = false): Term | null {
  const values = given === undefined ? [] : [given].flat();
  return values.length === 0 ? null : { kind: "is", field, not, values: values as readonly string[] };
}

function compare(field: string, op: ">" | ">=" | "<" | "<=", value: string): Term {
  return { kind: "compare", field, not: false, op, value };
}

function least(field: string, value: number | undefined, unit = ""): Term | null {
  return value === undefined ? null : compare(field, ">=", `${value}${unit}`);
}

function instantTerms(field: "started" | "ended", filter: RunsFilter): readonly (Term | null)[] {
  const within = filter[`${field}Within`];
  const before = filter[`${field}Before`];
  const from = filter[`${field}From`];
  const to = filter[`${field}To`];
  return [
    within ? compare(field, ">", within) : null,
    before ? compare(field, "<", before) : null,
    from ? compare(field, ">=", from) : null,
    to ? compare(field, "<=", to) : null,
  ];
}

const MANY = ["status", "notStatus", "slug", "notSlug", "actor", "error"] as const;
const FIGURES = ["minDepth", "minRuns", "minFailed", "minDurationMs", "maxDurationMs"] as const;
const TEXTS = [
  "startedFrom",
  "startedTo",
  "startedWithin",
  "startedBefore",
  "endedFrom",
  "endedTo",
  "endedWithin",
  "endedBefore",
  "demo",
  "waits",
] as const;
/** Parameters that links from other pages carry, in place of `q`. */
export const LINK_PARAMS: readonly string[] = ["workflow", ...MANY, ...FIGURES, ...TEXTS];

/** The filter of a link from another page, such as `?status=failed&workflow=a`. Its values are checked as a query is. */
export function filterOfLink(params: URLSearchParams): RunsFilter {
  const filter: Record<string, unknown> = {};
  for (const name of MANY) {
    const values =
      name === "slug" ? [...params.getAll("slug"), ...params.getAll("workflow")] : params.getAll(name);
    if (values.length > 0) filter[name] = values;
  }
  for (const name of FIGURES) {
    const text = params.get(name);
    if (text && /^\d{1,9}$/.test(text)) filter[name] = Number(text);
  }
  for (const name of TEXTS) {
    const text = params.get(name);
    if (text) filter[name] = text;
  }
  return filter as RunsFilter;
}
