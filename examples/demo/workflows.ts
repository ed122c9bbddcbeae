import type { Json } from "#server/engine/values/json";

/** Workflows of the demo data, as a person would write them. All their work is the task `demo/work`. */

const work = (what: string, ms: string | number, more: Json = {}): Json => ({
  kind: "task",
  task: "demo/work",
  input: { what, ms },
  retry: { maxAttempts: 3, initialMs: 500, capMs: 4_000 },
  ...(more as object),
});
const end = (output: Json): Json => ({ kind: "end", output });
const edge = (source: string, target: string, more: object = {}): Json => ({ source, target, ...more });
const LIMITS = { maxDepth: 10, maxAgentsPerLevel: 6, maxRuns: 12_000, recursionTimeoutMs: null };
const text = { type: "string", minLength: 1, maxLength: 200 };
const small = { type: "integer", minimum: 0, maximum: 30, default: 2 };
const inputs = (required: readonly string[], properties: Json): Json => ({
  type: "object",
  required,
  properties,
  additionalProperties: false,
});

const research: Json = {
  schemaVersion: 1,
  slug: "demo-research",
  name: "Research a topic",
  description: "Reads about a topic, starts itself for each of its parts, and sums up.",
  inputSchema: inputs(["name"], { name: text, depth: small, width: small }),
  limits: LIMITS,
  nodes: {
    read: work("= input.name", "= 1500 + 400 * size(input.name)"),
    parts: {
      kind: "map",
      over: "= input.depth > 0 ? range(input.width) : []",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: {
          name: "= input.name + '.' + string(index + 1)",
          depth: "= input.depth - 1",
          width: "= input.width",
        },
        label: "= input.name + '.' + string(index + 1)",
      },
    },
    summary: end({ topic: "= input.name", parts: "= size(nodes.parts.output)" }),
  },
  edges: [edge("read", "parts"), edge("parts", "summary")],
};

const draft = {
  schemaVersion: 1,
  slug: "demo-draft",
  name: "Draft an article",
  description: "Writes a draft and has it reviewed; the review may ask for another draft.",
  inputSchema: inputs(["name"], { name: text, round: small }),
  limits: LIMITS,
  nodes: {
    write: work("= input.name", 1_800),
    review: {
      kind: "subworkflow",
      workflow: "demo-review",
      input: { name: "= input.name", round: "= input.round" },
      label: "= 'review of ' + input.name",
    },
    done: end({ title: "= input.name", round: "= input.round" }),
  },
  edges: [edge("write", "review"), edge("review", "done")],
};

/** As it was before: it wrote for longer, and had every draft polished before the review. */
const carefulDraft: Json = {
  ...draft,
  limits: { ...LIMITS, maxAgentsPerLevel: 4 },
  nodes: {
    ...draft.nodes,
    write: work("= input.name", 3_200),
    polish: work("= 'polish ' + input.name", 1_500),
  },
  edges: [edge("write", "polish"), edge("polish", "review"), edge("review", "done")],
};

const review: Json = {
  schemaVersion: 1,
  slug: "demo-review",
  name: "Review an article",
  description: "Reads a draft; asks for another one until the rounds are used up.",
  inputSchema: inputs(["name"], { name: text, round: small }),
  limits: LIMITS,
  nodes: {
    check: work("= input.name", 900),
    good: {
      kind: "decision",
      cases: [{ port: "again", when: "input.round > 0" }],
      default: "accepted",
    },
    again: {
      kind: "subworkflow",
      workflow: "demo-draft",
      input: { name: "= input.name", round: "= input.round - 1" },
      label: "= 'draft of ' + input.name",
    },
    revised: end({ verdict: "revised" }),
    accepted: end({ verdict: "accepted" }),
  },
  edges: [
    edge("check", "good"),
    edge("good", "again", { port: "again" }),
    edge("good", "accepted", { port: "accepted" }),
    edge("again", "revised"),
  ],
};

const SITE =
  "{'home': ['docs', 'blog', 'about'], 'docs': ['api', 'guide'], 'api': ['types', 'home'], 'guide': ['docs', 'faq'], 'blog': ['post', 'about']}";
const crawl: Json = {
  schemaVersion: 1,
  slug: "demo-crawl",
  name: "Crawl a site",
  description: "Follows the links of a page. Pages link back to each other: the cycle is found and reported.",
  inputSchema: inputs(["page"], { page: text, name: text }),
  limits: LIMITS,
  nodes: {
    fetch: work("= input.page", 700),
    links: {
      kind: "map",
      over: `= input.page in ${SITE} ? ${SITE}[input.page] : []`,
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: { page: "= item" },
        label: "= item",
        onCycle: "report",
      },
    },
    page: end({ page: "= input.page", links: "= size(nodes.links.output)" }),
  },
  edges: [edge("fetch", "links"), edge("links", "page")],
};

const invoice: Json = {
  schemaVersion: 1,
  slug: "demo-invoice",
  name: "Book an invoice",
  description: "Reads an invoice, holds large ones back for a while, and books them. No recursion.",
  inputSchema: inputs(["name", "amount"], {
    name: text,
    amount: { type: "number" },
    holdMs: { type: "integer", minimum: 0, default: 20_000 },
  }),
  limits: LIMITS,
  nodes: {
    read: work("= input.name", 1_200),
    amount: {
      kind: "decision",
      cases: [
        { port: "wrong", when: "input.amount < 0" },
        { port: "large", when: "input.amount > 5000" },
      ],
      default: "usual",
    },
    hold: { kind: "wait", durationMs: "= input.holdMs" },
    wrong: { kind: "fail", code: "NegativeAmount", message: "= 'the amount is ' + string(input.amount)" },
    book: work("= 'book ' + input.name", 600, { join: "any" }),
    booked: end({ invoice: "= input.name", amount: "= input.amount" }),
  },
  edges: [
    edge("read", "amount"),
    edge("amount", "wrong", { port: "wrong" }),
    edge("amount", "hold", { port: "large" }),
    edge("amount", "book", { port: "usual" }),
    edge("hold", "book"),
    edge("book", "booked"),
  ],
};

const migration: Json = {
  schemaVersion: 1,
  slug: "demo-migration",
  name: "Migrate a database",
  description: "Migrates a schema and everything below it. One broken table deep down fails the whole.",
  inputSchema: inputs(["name"], {
    name: text,
    level: small,
    depth: small,
    width: small,
    broken: { type: "boolean", default: false },
  }),
  limits: LIMITS,
  nodes: {
    inspect: work("= input.name", 500),
    ok: {
      kind: "decision",
      cases: [{ port: "broken", when: "input.broken && input.level >= input.depth" }],
      default: "fine",
    },
    broken: {
      kind: "fail",
      code: "ConstraintViolated",
      message: "= 'table ' + input.name + ' has rows without an owner'",
    },
    below: {
      kind: "map",
      over: "= input.level < input.depth ? range(input.level < 2 ? input.width : 1) : []",
      onBranchFail: "wait",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: {
          name: "= input.name + '/' + string(index)",
          level: "= input.level + 1",
          depth: "= input.depth",
          width: "= input.width",
          broken: "= input.broken && index == 0",
        },
        label: "= input.name + '/' + string(index)",
      },
    },
    copy: work("= 'copy ' + input.name", 800),
    migrated: end({ schema: "= input.name", below: "= size(nodes.below.output)" }),
  },
  edges: [
    edge("inspect", "ok"),
    edge("ok", "broken", { port: "broken" }),
    edge("ok", "below", { port: "fine" }),
    edge("below", "copy"),
    edge("copy", "migrated"),
  ],
};

/** A revision of a demo workflow, published so many days before the demo data was loaded. */
export type DemoRevision = { readonly graph: Json; readonly daysAgo: number; readonly note?: string };

/** Oldest first; the last of each workflow is published. */
export const demoRevisions: readonly DemoRevision[] = [
  ...[research, carefulDraft, review, crawl, invoice, migration].map((graph) => ({ graph, daysAgo: 15 })),
  { graph: draft, daysAgo: 6, note: "Writes faster, and leaves polishing to the review" },
];
