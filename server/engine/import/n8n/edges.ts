import type { GraphMaker, Thing } from "../graph-maker.ts";
import type { N8nEdge, N8nNode } from "./shape.ts";

const ERROR = "= failure.message";

/** What a node gives instead when it fails, where another output is for that. */
export function errorOutput({ onError }: N8nNode): readonly object[] | null {
  return onError === "continueErrorOutput"
    ? [{ do: "degrade", output: { failed: true, error: ERROR, body: { error: ERROR } } }]
    : null;
}

/** @param ports By which the outputs of the source leave; without any it has one output. */
export function addEdge(
  maker: GraphMaker,
  edge: N8nEdge,
  node: N8nNode | undefined,
  ports: readonly (string | undefined)[] | undefined,
): void {
  const { source, target, output, place } = edge;
  const thing = { place, what: `${source} → ${target}` };
  const ends = {
    source: maker.names.find(source) ?? source,
    target: maker.names.find(target) ?? target,
  };
  if (ports) byPort(maker, { ...ends, output }, thing, ports);
  else if (node?.disabled && output > 0) maker.connect({ ...ends, when: "false" }, thing, NEVER);
  else if (node && errorOutput(node) && maker.node(ends.source)?.recovery)
    maker.connect({ ...ends, when: whenOf(ends.source, output) }, thing, {
      fate: "approximated",
      message: `It is taken when ${source} has ${output > 0 ? "failed" : "not failed"}, by what that gives then.`,
    });
  else maker.connect(ends, thing, output > 0 ? ALSO_TAKEN : AN_EDGE);
}

type Ends = { readonly source: string; readonly target: string };

function byPort(
  maker: GraphMaker,
  { output, ...ends }: Ends & { readonly output: number },
  thing: Thing,
  ports: readonly (string | undefined)[],
): void {
  const port = ports[output];
  if (port !== undefined) maker.connect({ ...ends, port }, thing, AN_EDGE);
  else
    maker.connect(
      { ...ends, port: ports.find((each) => each !== undefined), when: "false" },
      thing,
      NO_OUTPUT,
    );
}

/** Without any edge a run would begin at what it led to. */
const NO_OUTPUT = { fate: "mapped", message: "It is never taken: nothing leaves by that output." } as const;
const AN_EDGE = { fate: "mapped", message: "An edge." } as const;
const NEVER = {
  fate: "mapped",
  message: "It is never taken: what is turned off goes on by its first output only.",
} as const;
const ALSO_TAKEN = {
  fate: "approximated",
  message: "It left by another output than the first: here every edge is taken.",
} as const;

function whenOf(id: string, output: number): string {
  const failed = `nodes.${id}.output.?failed.orValue(false) == true`;
  return output > 0 ? failed : `!(${failed})`;
}
