import { calleeName, readCallee } from "#server/engine/graph/callee";
import type { CallGraph } from "#server/services/types";
import type { CallPath } from "./call-path";
import { type Caller, callersIn, type Missing, whyMissing } from "./callers";
import { columnsOf } from "./layered";

export const CALL_NODE = { width: 196, height: 48 } as const;
const GAP = { x: 88, y: 28, row: 40 } as const;
/** Around the workflows of a cycle. */
const RING = 14;
/** Beside each other at most of those that have nothing to do with any other. */
const ISLANDS = 4;

export type CallBox = Pick<Caller, "name" | "slug" | "title" | "pinned"> & {
  /** Why there is nothing to open, though it is called. */
  readonly missing: Missing | null;
  readonly x: number;
  readonly y: number;
};
export type CallRing = {
  readonly cycle: CallGraph["cycles"][number];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type CallLine = {
  readonly key: string;
  readonly path: string;
  readonly within: boolean;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  /** Which step of the way that is shown it is, from 1. */
  readonly step: number | null;
  /** Only a draft makes the call otherwise. */
  readonly published: boolean;
  /** The revision that the call pins. */
  readonly pin: number | null;
};
export type CallLayout = {
  readonly boxes: readonly CallBox[];
  readonly rings: readonly CallRing[];
  readonly lines: readonly CallLine[];
  readonly width: number;
  readonly height: number;
  /** Workflows that call nothing and are called by none: they are not drawn. */
  readonly alone: readonly CallGraph["workflows"][number][];
};

/** A cycle, or a workflow that is in none: what stands in one place. */
type Block = { readonly id: string; readonly slugs: readonly string[]; readonly ring: boolean };

/**
 * Left to right from callers to called. Workflows of one cycle stand below each other, within a ring. What neither calls nor is
 * called by anything else stands below all that, in a few columns. A way is drawn whether or not it is published.
 */
export function callLayout(calls: CallGraph, way: CallPath = []): CallLayout {
  const pairs = pairsOf(calls, way);
  const linked = new Set(pairs.flatMap(({ source, target }) => [source, target]));
  const blocks = blocksOf(calls, linked, way);
  const blockOf = new Map(blocks.flatMap((block) => block.slugs.map((slug) => [slug, block] as const)));
  const links = pairs.flatMap(({ source, target }) => {
    const [one, other] = [blockOf.get(source), blockOf.get(target)];
    return one && other && one !== other ? [{ source: one.id, target: other.id }] : [];
  });
  const joined = new Set(links.flatMap(({ source, target }) => [source, target]));
  const columns = columnsOf([...joined], links).map((ids) =>
    ids.flatMap((id) => blocks.find((block) => block.id === id) ?? []),
  );
  const islands = inShortest(blocks.filter(({ id }) => !joined.has(id)));
  const above = Math.max(0, ...columns.map(heightOf));
  const below = above === 0 ? 0 : above + GAP.row;
  const at = new Map([...placesOf(columns, { top: 0, within: above }), ...placesOf(islands, { top: below })]);
  const callers = new Map(callersIn(calls).map((one) => [one.name, one]));
  const boxes = [...at].map(([name, place]) => ({ ...boxOf(name, calls, callers.get(name)), ...place }));
  return {
    boxes,
    rings: calls.cycles.flatMap((cycle) => ringOf(cycle, at)),
    lines: pairs.flatMap(({ source, target, ...rest }) => {
      const line = lineOf(source, target, at);
      return line ? [{ key: `${source} ${target}`, ...rest, ...line }] : [];
    }),
    width: Math.max(0, Math.max(columns.length, islands.length) * (CALL_NODE.width + GAP.x) - GAP.x),
    height: islands.length === 0 ? above : below + Math.max(...islands.map(heightOf)),
    alone: calls.workflows.filter(({ slug }) => !linked.has(slug)),
  };
}

function boxOf(name: string, calls: CallGraph, caller: Caller | undefined): Omit<CallBox, "x" | "y"> {
  const { slug = name, title = name, pinned = null } = caller ?? {};
  return { name, slug, title, pinned, missing: caller ? null : whyMissing(name, calls) };
}

type Pair = Pick<CallLine, "step" | "published" | "pin"> & {
  readonly source: string;
  readonly target: string;
};

function pairsOf(calls: CallGraph, way: CallPath): readonly Pair[] {
  const steps = new Map(way.map(({ workflow, calls }, at) => [`${workflow} ${calls}`, at + 1]));
  const published = callersIn(calls).flatMap(({ name: source, calls }) =>
    calls.map((call) => {
      const target = calleeName(call);
      const step = steps.get(`${source} ${target}`) ?? null;
      return { source, target, step, published: true, pin: call.revision ?? null };
    }),
  );
  const known = new Set(published.map(({ source, target }) => `${source} ${target}`));
  const drafted = way.flatMap(({ workflow, calls }, at) =>
    known.has(`${workflow} ${calls}`)
      ? []
      : [
          {
            source: workflow,
            target: calls,
            step: at + 1,
            published: false,
            pin: readCallee(calls).revision ?? null,
          },
        ],
  );
  return [...published, ...drafted];
}

function blocksOf(calls: CallGraph, linked: ReadonlySet<string>, way: CallPath): readonly Block[] {
  const { missing, cycles } = calls;
  const ringed = new Set(cycles.flatMap(({ slugs }) => slugs));
  const drafted = way.flatMap(({ workflow, calls }) => [workflow, calls]);
  const named = new Set([...callersIn(calls).map(({ name }) => name), ...missing, ...drafted]);
  const rest = [...named].filter((slug) => linked.has(slug) && !ringed.has(slug));
  return [
    ...cycles.map(({ slugs }) => ({ id: slugs[0] ?? "", slugs, ring: true })),
    ...rest.map((slug) => ({ id: slug, slugs: [slug], ring: false })),
  ];
}

function blockHeight({ slugs, ring }: Block): number {
  return slugs.length * CALL_NODE.height + (slugs.length - 1) * GAP.y + (ring ? 2 * RING : 0);
}

function heightOf(column: readonly Block[]): number {
  return (
    column.reduce((sum, block) => sum + blockHeight(block), 0) + Math.max(0, column.length - 1) * GAP.row
  );
}

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Each goes where the column is shortest so far. */
function inShortest(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const columns: Block[][] = Array.from({ length: Math.min(ISLANDS, blocks.length) }, () => []);
  for (const block of blocks) columns.toSorted((a, b) => heightOf(a) - heightOf(b))[0]?.push(block);
  return columns;
}

/** From `top` down, or around the middle of what is `within`. */
function placesOf(
  columns: readonly (readonly Block[])[],
  { top, within }: { readonly top: number; readonly within?: number },
): Places {
  const at = new Map<string, { x: number; y: number }>();
  for (const [column, blocks] of columns.entries()) {
    const x = column * (CALL_NODE.width + GAP.x);
    let y = top + (within === undefined ? 0 : (within - heightOf(blocks)) / 2);
    for (const block of blocks) {
      const top = y + (block.ring ? RING : 0);
      for (const [row, slug] of block.slugs.entries())
        at.set(slug, { x, y: top + row * (CALL_NODE.height + GAP.y) });
      y += blockHeight(block) + GAP.row;
    }
  }
  return at;
}

function ringOf(cycle: CallRing["cycle"], at: Places): readonly CallRing[] {
  const places = cycle.slugs.flatMap((slug) => at.get(slug) ?? []);
  const [first] = places;
  if (!first) return [];
  const bottom = Math.max(...places.map(({ y }) => y)) + CALL_NODE.height;
  return [
    {
      cycle,
      x: first.x - RING,
      y: first.y - RING,
      width: CALL_NODE.width + 2 * RING,
      height: bottom - first.y + 2 * RING,
    },
  ];
}

/** To the right along the calls, below back to the left; within a ring around its side, down on the right, up on the left. */
function lineOf(
  source: string,
  target: string,
  at: Places,
): Pick<CallLine, "path" | "within" | "x" | "y"> | null {
  const [from, to] = [at.get(source), at.get(target)];
  if (!from || !to) return null;
  const [y1, y2] = [from.y + CALL_NODE.height / 2, to.y + CALL_NODE.height / 2];
  if (source === target) {
    const [left, right] = [from.x + 60, from.x + CALL_NODE.width - 60];
    const path = `M${right} ${from.y}C${right} ${from.y - 22} ${left} ${from.y - 22} ${left} ${from.y}`;
    return { path, within: true, x: (left + right) / 2, y: from.y - 16 };
  }
  if (from.x === to.x) {
    const down = to.y > from.y;
    const x = down ? from.x + CALL_NODE.width : from.x;
    const out = x + (down ? 34 : -34);
    const path = `M${x} ${y1}C${out} ${y1} ${out} ${y2} ${x} ${y2}`;
    return { path, within: true, x: x + (down ? 25 : -25), y: (y1 + y2) / 2 };
  }
  const x1 = from.x + CALL_NODE.width;
  if (to.x < from.x) {
    const [low1, low2] = [from.y + CALL_NODE.height, to.y + CALL_NODE.height];
    const low = Math.max(low1, low2) + 44;
    const [out, into] = [from.x + CALL_NODE.width / 2, to.x + CALL_NODE.width / 2];
    const path = `M${out} ${low1}C${out} ${low} ${into} ${low} ${into} ${low2}`;
    return { path, within: false, x: (out + into) / 2, y: (low1 + low2) / 8 + 0.75 * low };
  }
  const bend = Math.max(24, (to.x - x1) / 2);
  const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${to.x - bend} ${y2} ${to.x} ${y2}`;
  return { path, within: false, x: (x1 + to.x) / 2, y: (y1 + y2) / 2 };
}
