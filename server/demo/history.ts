import type { Limits } from "#server/engine/graph/graph";
import type { Actor } from "#server/engine/run/events";
import { type Random, seeded } from "#server/engine/simulation/random";
import type { Json } from "#server/engine/values/json";

/** How a run of the past came to its end, or what it waits for. */
export type Ending = "natural" | "cancelled" | "paused" | "attention";

/** One root run of the demo data. Everything about it follows from the seed and the instant of loading. */
export type PastRun = {
  readonly slug: string;
  readonly label: string;
  readonly input: Json;
  readonly at: number;
  readonly seed: number;
  readonly actor: Actor;
  readonly ending: Ending;
  readonly limits?: Partial<Limits>;
  /** Share of attempts that fail, and whether another one may succeed. */
  readonly failureRate: number;
  readonly retryable: boolean;
  /** How much slower than usual its tasks are. */
  readonly slowness: number;
};

/** The same data everywhere: pictures, tests and the manual show the same runs. */
const SEED = 20_260_501;
const DAYS = 14;
const PER_DAY = 120;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const PEOPLE: readonly Actor[] = ["Ada", "Grace", "Edsger", "Barbara"].map((name) => ({
  kind: "user",
  id: `demo-${name.toLowerCase()}`,
  name: `${name} (demo)`,
}));
const TOPICS = [
  "solar power",
  "coral reefs",
  "tram lines",
  "sourdough",
  "heat pumps",
  "glaciers",
  "beekeeping",
];
const ARTICLES = ["Why trees?", "Ten years of trams", "Bread at home", "The quiet sea", "Warm houses"];
const SITES = ["docs site", "shop", "intranet", "handbook"];
const SCHEMAS = ["orders", "people", "stock", "ledger"];

type Kind = { readonly slug: string; readonly weight: number; readonly make: (random: Random) => Made };
type Made = { readonly label: string; readonly input: Json };

const KINDS: readonly Kind[] = [
  {
    slug: "demo-research",
    weight: 26,
    make: (random) => {
      const label = random.pick(TOPICS);
      return { label, input: { name: label, depth: whole(random, 1, 3), width: whole(random, 1, 3) } };
    },
  },
  {
    slug: "demo-draft",
    weight: 18,
    make: (random) => {
      const label = random.pick(ARTICLES);
      return { label, input: { name: label, round: whole(random, 0, 3) } };
    },
  },
  {
    slug: "demo-crawl",
    weight: 14,
    make: (random) => {
      const label = random.pick(SITES);
      return { label, input: { page: random.pick(["home", "docs", "blog"]), name: label } };
    },
  },
  {
    slug: "demo-invoice",
    weight: 32,
    make: (random) => {
      const label = `invoice ${whole(random, 10_000, 99_999)}`;
      const amount = random.next() < 0.05 ? -whole(random, 1, 90) : whole(random, 20, 9_000);
      return { label, input: { name: label, amount, holdMs: whole(random, 5, 60) * 1_000 } };
    },
  },
  {
    slug: "demo-migration",
    weight: 10,
    make: (random) => {
      const label = random.pick(SCHEMAS);
      const [depth, width] = [whole(random, 2, 3), whole(random, 1, 2)];
      return { label, input: { name: label, level: 0, depth, width, broken: random.next() < 0.1 } };
    },
  },
];

/** Everything that the demo data holds, oldest first, seen from the instant of loading. */
export function pastRuns(now: number): readonly PastRun[] {
  const random = seeded(SEED);
  const count = DAYS * PER_DAY;
  const step = (DAYS * DAY_MS) / count;
  const usual = Array.from({ length: count }, (_, index) =>
    usualRun(random, Math.round(now - DAYS * DAY_MS + (index + random.next()) * step - HOUR_MS)),
  );
  return [...usual, ...specialRuns(now)].toSorted((a, b) => a.at - b.at);
}

function usualRun(random: Random, at: number): PastRun {
  const { slug, make } = pickKind(random);
  const fate = random.next();
  // Every run draws as often, so that a change of one leaves the others as they are.
  const seed = whole(random, 1, 1e9);
  const actor = random.pick(PEOPLE);
  const slowness = 0.5 + 2 * random.next() ** 3;
  const broken = fate > 0.955;
  return {
    slug,
    ...make(random),
    at,
    seed,
    actor,
    slowness,
    ending: fate < 0.04 ? "cancelled" : "natural",
    failureRate: broken ? 0.4 : 0.03,
    retryable: !broken,
    ...(fate >= 0.04 && fate < 0.06 ? { limits: { maxRuns: 3 } } : {}),
  };
}

/** Runs that a page wants to be there: large, deep, and held back. */
function specialRuns(now: number): PastRun[] {
  const special = (
    run: Pick<PastRun, "slug" | "label" | "input"> & Partial<PastRun> & { ago: number },
  ): PastRun => {
    const { ago, ...rest } = run;
    return {
      at: Math.round(now - ago * HOUR_MS),
      seed: SEED + ago * 100,
      actor: PEOPLE[0] as Actor,
      ending: "natural",
      failureRate: 0,
      retryable: true,
      slowness: 1,
      ...rest,
    };
  };
  const topic = (name: string, depth: number, width: number) => ({ name, depth, width });
  return [
    // 1 + 21 + 441 + 9,261 runs.
    special({ ago: 26, slug: "demo-research", label: "everything", input: topic("everything", 3, 21) }),
    special({
      ago: 2.5,
      slug: "demo-migration",
      label: "the great migration",
      input: { name: "all", level: 0, depth: 6, width: 3, broken: true },
    }),
    special({ ago: 3, slug: "demo-research", label: "tides", input: topic("tides", 2, 3), ending: "paused" }),
    special({
      ago: 5,
      slug: "demo-draft",
      label: "Slow news",
      input: { name: "Slow news", round: 3 },
      ending: "paused",
    }),
    special({
      ago: 7,
      slug: "demo-crawl",
      label: "archive",
      input: { page: "home", name: "archive" },
      ending: "attention",
    }),
    special({
      ago: 30,
      slug: "demo-research",
      label: "dark matter",
      input: topic("dark matter", 2, 2),
      ending: "attention",
    }),
    special({
      ago: 1.5,
      slug: "demo-invoice",
      label: "invoice on hold",
      input: { name: "invoice on hold", amount: 8_000, holdMs: 12 * HOUR_MS },
    }),
  ];
}

function pickKind(random: Random): Kind {
  const sum = KINDS.reduce((all, { weight }) => all + weight, 0);
  let rest = random.next() * sum;
  for (const kind of KINDS) {
    rest -= kind.weight;
    if (rest < 0) return kind;
  }
  return KINDS[0] as Kind;
}

/** A whole number, both ends included. */
function whole(random: Random, low: number, high: number): number {
  return Math.min(high, Math.floor(random.between(low, high + 1)));
}
