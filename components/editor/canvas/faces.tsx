import type { ComponentType, ReactNode } from "react";
import type { GraphNode } from "#server/engine/graph/graph";
import { formatDuration } from "../../ui";
import { type CallBadge, callWords } from "../model/call-badges";
import { bare, entryOf, type NodeKind, noteOf } from "../model/kinds";

type FaceProps<K extends NodeKind> = {
  readonly node: Extract<GraphNode, { readonly kind: K }>;
  /** What it starts runs of; `null` = it starts none. */
  readonly calls: CallBadge | null;
};

/** What a card shows of the work of its node, in one line; each kind has its own. */
const FACES: { readonly [K in NodeKind]: ComponentType<FaceProps<K>> } = {
  task: ({ node }) => <Code>{node.task}</Code>,
  agent: ({ node }) => (
    <Line kind="agent">{node.agent ?? `whoever can ${node.capabilities?.join(", ") ?? "do it"}`}</Line>
  ),
  http: ({ node }) => (
    <Code>
      <b className="font-medium text-ink">{node.method ?? "GET"}</b> {withoutScheme(node.url)}
    </Code>
  ),
  code: ({ node }) => <Code>{node.code.split("\n").find((line) => line.trim() !== "") ?? ""}</Code>,
  transform: ({ node }) => <Code>{written(node.output)}</Code>,
  emit: ({ node }) => <Line kind="emit">{node.event}</Line>,
  subworkflow: Subworkflow,
  map: ({ node }) => (
    <Line kind="map">
      each of {bare(node.over)}
      {node.maxConcurrent === undefined ? "" : `, ${node.maxConcurrent} at once`} → {noteOf(node.body)}
    </Line>
  ),
  loop: ({ node }) => (
    <Line kind="loop">
      ≤ {node.maxIterations} ×{node.while === undefined ? "" : ` while ${bare(node.while)}`}
      {node.until === undefined ? "" : ` until ${bare(node.until)}`} → {noteOf(node.body)}
    </Line>
  ),
  plan: ({ node }) => <Line kind="plan">starts {node.workflows?.join(", ") ?? "graphs of its own"}</Line>,
  decision: ({ node }) => (
    <Line kind="decision">
      the first of {node.cases.length} that holds{node.default === undefined ? "" : ", or else"}
    </Line>
  ),
  approval: ({ node }) => (
    <Line kind="approval">
      {written(node.title)}
      {typeof node.dueMs === "number" ? ` · due in ${formatDuration(node.dueMs)}` : ""}
    </Line>
  ),
  wait: ({ node }) => (
    <Line kind="wait">
      {typeof node.durationMs === "number" ? `for ${formatDuration(node.durationMs)}` : noteOf(node)}
    </Line>
  ),
  compensate: ({ node }) => <Line kind="compensate">{node.of?.join(", ") ?? "all that was done"}</Line>,
  end: ({ node }) =>
    node.output === undefined ? <Line kind="end">{null}</Line> : <Code>{written(node.output)}</Code>,
  fail: ({ node }) => <Line kind="fail">{written(node.message)}</Line>,
};

export function NodeFace({ node, calls }: FaceProps<NodeKind>) {
  const Face = FACES[node.kind] as ComponentType<FaceProps<NodeKind>>;
  return <Face node={node} calls={calls} />;
}

/** What a call runs, and that there is no such thing yet. */
function Subworkflow({ node, calls }: FaceProps<"subworkflow">) {
  if (node.workflow === undefined || !calls) return <Line kind="subworkflow">{noteOf(node)}</Line>;
  const words = callWords(calls);
  return (
    <Text title={words} {...(calls.behind ? { behind: true } : {})}>
      {words}
    </Text>
  );
}

type TextProps = {
  readonly children: ReactNode;
  readonly mono?: true;
  readonly behind?: true;
  readonly title?: string;
};

function Text({ children, mono, behind, title }: TextProps) {
  const tone = behind ? "text-degraded-ink" : "text-ink-muted";
  return (
    <p title={title} className={`truncate ${tone} text-micro${mono ? " font-mono" : ""}`}>
      {children}
    </p>
  );
}

function Code({ children }: { readonly children: ReactNode }) {
  return <Text mono>{children}</Text>;
}

/** The kind by its name, where the work alone does not tell it. */
function Line({ kind, children }: { readonly kind: NodeKind; readonly children: ReactNode }) {
  const { label } = entryOf(kind);
  return (
    <Text>
      {label}
      {children === null || children === "" ? null : <> · {children}</>}
    </Text>
  );
}

/** An expression as such, anything else as JSON. */
function written(value: unknown): string {
  return typeof value === "string" ? value.replace(/^=(?!=)\s*/, "= ") : (JSON.stringify(value) ?? "");
}

function withoutScheme(url: string): string {
  return bare(url).replace(/^https?:\/\//, "");
}
