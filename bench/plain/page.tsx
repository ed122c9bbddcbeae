import { type Node, type NodeProps, ReactFlow } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

/**
 * A tree as whoever begins draws it: a row of a table, or a node of React Flow, for each run, and all of them in one
 * state. Neither a server nor a stream is behind it, so what it takes here is the least that it takes.
 */
type Run = {
  readonly no: number;
  readonly parent: number | null;
  readonly depth: number;
  readonly status: string;
};
type Kind = "table" | "flow" | "flow-culled";
type Opening = { readonly kind: Kind; readonly width: number; readonly depth: number };

function grow(width: number, depth: number): readonly Run[] {
  const runs: Run[] = [{ no: 0, parent: null, depth: 0, status: "running" }];
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at] as Run;
    if (run.depth === depth) continue;
    for (let child = 0; child < width; child += 1)
      runs.push({ no: runs.length, parent: run.no, depth: run.depth + 1, status: "running" });
  }
  return runs;
}

/** Leaves side by side, parents over the middle of theirs. */
function placesOf(runs: readonly Run[]): readonly { x: number; y: number }[] {
  const children = new Map<number, number[]>();
  for (const { no, parent } of runs)
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), no]);
  const xs = new Map<number, number>();
  let leaves = 0;
  const place = (no: number): number => {
    const of = (children.get(no) ?? []).map(place);
    const x = of.length === 0 ? 180 * leaves++ : ((of[0] ?? 0) + (of.at(-1) ?? 0)) / 2;
    xs.set(no, x);
    return x;
  };
  place(0);
  return runs.map(({ no, depth }) => ({ x: xs.get(no) ?? 0, y: depth * 120 }));
}

function Table({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <div style={{ height: "100vh", overflow: "auto" }} data-testid="scroller">
      <table>
        <tbody>
          {runs.map(({ no, depth, status }) => (
            <tr key={no} data-drawn>
              <td style={{ paddingLeft: depth * 12 }}>run {no}</td>
              <td>{depth}</td>
              <td>{status}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Card({ data }: NodeProps<Node<Run>>) {
  return (
    <div data-drawn style={{ width: 160, height: 48, border: "1px solid" }}>
      run {data.no} <small>{data.status}</small>
    </div>
  );
}

const KINDS = { run: Card };

function Flow({ runs, culled }: { readonly runs: readonly Run[]; readonly culled: boolean }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs keep their places
  const places = useMemo(() => placesOf(runs), []);
  const nodes = useMemo(
    () =>
      runs.map((run, at) => ({
        id: `${run.no}`,
        type: "run",
        position: places[at] ?? { x: 0, y: 0 },
        data: run,
        width: 160,
        height: 48,
      })),
    [runs, places],
  );
  const edges = useMemo(
    () =>
      runs.flatMap(({ no, parent }) =>
        parent === null ? [] : [{ id: `e${no}`, source: `${parent}`, target: `${no}` }],
      ),
    [runs],
  );
  return (
    <div style={{ height: "100vh" }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={KINDS}
        onlyRenderVisibleElements={culled}
        minZoom={0.01}
      />
    </div>
  );
}

let change: ((of: (runs: readonly Run[]) => readonly Run[]) => void) | null = null;

function Page({ kind, width, depth }: Opening) {
  const [runs, setRuns] = useState(() => grow(width, depth));
  useEffect(() => {
    change = setRuns;
  }, []);
  return kind === "table" ? <Table runs={runs} /> : <Flow runs={runs} culled={kind === "flow-culled"} />;
}

/** Ms from the call to the frame after everything stood in the document. */
async function open(opening: Opening): Promise<number> {
  const begun = performance.now();
  const root = document.getElementById("root");
  if (!root) throw new Error("The page has no root.");
  flushSync(() => createRoot(root).render(<Page {...opening} />));
  while (!document.querySelector("[data-drawn]")) await frame();
  await frame();
  return performance.now() - begun;
}

const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** Two runs change every 10 ms, drawn ten times a second, as the live tree is. Ms between frames. */
async function live(seconds: number): Promise<readonly number[]> {
  const frames: number[] = [];
  const until = performance.now() + seconds * 1_000;
  let [last, drawn, turn] = [await frame(), performance.now(), 0];
  while (last < until) {
    if (performance.now() - drawn >= 100) {
      drawn = performance.now();
      turn += 1;
      change?.((runs) => withChanges(runs, turn));
    }
    const now = await frame();
    frames.push(now - last);
    last = now;
  }
  return frames;
}

function withChanges(runs: readonly Run[], turn: number): readonly Run[] {
  const next = [...runs];
  for (let count = 0; count < 20; count += 1) {
    const at = (turn * 7_919 + count * 104_729) % runs.length;
    const run = next[at] as Run;
    next[at] = { ...run, status: run.status === "running" ? "succeeded" : "running" };
  }
  return next;
}

Object.assign(globalThis, { plainTree: { open, live } });
