import type { GraphMaker, Thing } from "../graph-maker.ts";
import type { Fate } from "../report.ts";
import type { Port } from "./reader.ts";
import type { N8nEdge, N8nNode } from "./shape.ts";

const ERROR = "= failure.message";
const STATUS = "failure.?details.?status.orValue(null)";

/** What a node gives instead when it fails, where another output is for that, or it goes on all the same. */
export function errorOutput({ onError }: N8nNode): readonly object[] | null {
  return onError === "continueErrorOutput" ? FAILED : null;
}

/** Whether it goes on by its usual output when it has failed. */
export function goesOnFailed(node: N8nNode): boolean {
  return !errorOutput(node) && (node.continueOnFail === true || node.onError === "continueRegularOutput");
}

/** `error` is a text, since texts are made of it; what expressions read within it stands in `failure`. */
export const FAILED: readonly object[] = [
  {
    do: "degrade",
    output: {
      failed: true,
      error: ERROR,
      body: { error: ERROR },
      failure: { message: ERROR, description: ERROR, status: `= ${STATUS}`, httpCode: `= ${STATUS}` },
    },
  },
];

/** What is told of a failure that goes on. */
export const ERROR_TEXT =
  "error is the message of the failure then, and so are error.message and error.description; nothing else of it is known but error.status and error.httpCode, of a request.";

/** @param ports By which the outputs of the source leave; without any it has one output. */
export function addEdge(
  maker: GraphMaker,
  edge: N8nEdge,
  node: N8nNode | undefined,
  ports: readonly Port[] | undefined,
  starts?: string,
): void {
  const { source, target, output, place } = edge;
  const thing = { place, what: `${source} → ${target}` };
  const ends = {
    source: maker.names.find(source) ?? source,
    target: maker.names.find(target) ?? target,
  };
  if (starts) maker.connect({ ...ends, when: starts }, thing, AN_EDGE);
  else if (ports) byPort(maker, { ...ends, output }, thing, ports);
  else {
    const { when, said } = wayOf(maker, ends.source, node, output);
    maker.connect({ ...ends, when }, thing, said);
  }
}

type Way = { readonly when?: string; readonly said: { readonly fate: Fate; readonly message: string } };

/** When an edge is taken whose source has no ports. */
function wayOf(maker: GraphMaker, id: string, node: N8nNode | undefined, output: number): Way {
  if (node?.disabled && output > 0) return { when: "false", said: NEVER };
  if (!node || !errorOutput(node)) return { said: output > 0 ? ALSO_TAKEN : AN_EDGE };
  if (!maker.node(id)?.recovery) return output > 0 ? { when: "false", said: NO_FAILURE } : { said: AN_EDGE };
  const message = `It is taken when ${node.name} has ${output > 0 ? "failed" : "not failed"}, by what that gives then.`;
  const told = output > 0 ? `${message} Its ${ERROR_TEXT}` : message;
  return { when: whenOf(id, output), said: { fate: "approximated", message: told } };
}

type Ends = { readonly source: string; readonly target: string };

function byPort(
  maker: GraphMaker,
  { output, ...ends }: Ends & { readonly output: number },
  thing: Thing,
  ports: readonly Port[],
): void {
  const port = ports[output];
  if (typeof port === "object")
    for (const [at, each] of port.entries())
      maker.connect({ ...ends, port: each }, thing, at === 0 ? AN_EDGE : undefined);
  else if (port !== undefined) maker.connect({ ...ends, port }, thing, AN_EDGE);
  else maker.connect({ ...ends, port: ports.flat().find(Boolean), when: "false" }, thing, NO_OUTPUT);
}

/** Without any edge a run would begin at what it led to. */
const NO_OUTPUT = { fate: "mapped", message: "It is never taken: nothing leaves by that output." } as const;
const AN_EDGE = { fate: "mapped", message: "An edge." } as const;
const NEVER = {
  fate: "mapped",
  message: "It is never taken: what is turned off goes on by its first output only.",
} as const;
const NO_FAILURE = {
  fate: "approximated",
  message: "It is never taken: a node of this kind fails with its run.",
} as const;
const ALSO_TAKEN = {
  fate: "approximated",
  message: "It left by another output than the first: here every edge is taken.",
} as const;

function whenOf(id: string, output: number): string {
  const failed = `nodes.${id}.output.?failed.orValue(false) == true`;
  return output > 0 ? failed : `!(${failed})`;
}
