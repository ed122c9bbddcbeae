import { GRAPH_CAPS } from "../graph/graph.ts";
import { Findings } from "../graph/problems.ts";
import { parseShape } from "../graph/shape.ts";
import { weigh } from "../values/weigh.ts";
import { importConductor } from "./conductor/conductor.ts";
import { importLangGraph } from "./langgraph/langgraph.ts";
import { importMermaid } from "./mermaid/mermaid.ts";
import { isMermaid } from "./mermaid/parse.ts";
import { importN8n } from "./n8n/n8n.ts";
import { type ForeignFormat, type Imported, type NotImported, tooManyOf } from "./report.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** What was read of a file: a value of JSON or YAML, or a text that is neither. */
export type ForeignSource = { readonly value: unknown } | { readonly text: string };

/** Reads a workflow of whatever format it is in. Nothing of it is run. */
export function importWorkflow(source: ForeignSource): Imported | NotImported {
  if ("text" in source) return checked(importText(source.text));
  const value = onlyOne(source.value);
  const measured = weigh(value, "user");
  if ("flaw" in measured)
    return { ok: false, place: measured.flaw.pointer || "/", message: measured.flaw.what };
  if (measured.weight > GRAPH_CAPS.bytes)
    return {
      ok: false,
      place: "/",
      message: `A workflow may have ${GRAPH_CAPS.bytes / 1_048_576} MB at most.`,
    };
  const format = formatOf(value);
  if (format === null) return unknownOf(value);
  const tooMany = manyIn(format, value as Readonly<Record<string, unknown>>);
  if (tooMany) return tooMany;
  const made = IMPORTERS[format](value);
  return checked(made.ok && format !== "banyan" ? withoutSecrets(made) : made);
}

/** A file that only says where graphs are is no graph; what to do instead is said. */
function unknownOf(value: unknown): NotImported {
  const { graphs, dependencies } = isObject(value) ? value : {};
  if (isObject(graphs) && (dependencies !== undefined || isSettings(graphs)))
    return {
      ok: false,
      place: "/graphs",
      message:
        "This is a langgraph.json, which only says where graphs are. Export one instead: in Python json.dumps(graph.get_graph(xray=True).to_json()), of a server GET /assistants/{assistant_id}/graph?xray=true, or the text of draw_mermaid().",
    };
  return {
    ok: false,
    place: "/",
    message:
      "This is no format that is known here: a workflow has nodes and edges (Banyan, LangGraph), nodes and connections (n8n), or tasks (Conductor).",
  };
}

/** Names with a file and what of it is a graph, alone or as the path beside a description. */
function isSettings(graphs: Readonly<Record<string, unknown>>): boolean {
  const paths = Object.values(graphs).map((graph) => (isObject(graph) ? graph["path"] : graph));
  return paths.length > 0 && paths.every((path) => typeof path === "string" && /^[^:]+:\w+$/.test(path));
}

/** Counted before anything is looked at more closely: a graph as large as that is none here either. */
function manyIn(
  format: ForeignFormat,
  { nodes, edges }: Readonly<Record<string, unknown>>,
): NotImported | null {
  if (format === "banyan") return null;
  const over = (
    [
      ["nodes", nodes, GRAPH_CAPS.nodes],
      ["edges", edges, GRAPH_CAPS.edges],
    ] as const
  ).find(([, list, most]) => Array.isArray(list) && list.length > most);
  if (!over) return null;
  const [what, list, most] = over;
  return tooManyOf(what, (list as readonly unknown[]).length, most);
}

function importText(text: string): Imported | NotImported {
  if (text.length > GRAPH_CAPS.bytes)
    return {
      ok: false,
      place: "/",
      message: `A workflow may have ${GRAPH_CAPS.bytes / 1_048_576} MB at most.`,
    };
  if (isMermaid(text)) return importMermaid(text);
  return {
    ok: false,
    place: "line 1",
    message: "This is neither JSON, nor YAML, nor a flowchart of Mermaid.",
  };
}

/** Exports may be lists of one. */
function onlyOne(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

type ValueFormat = Exclude<ForeignFormat, "mermaid">;

/** The format of a value, by the parts that only that one has. */
export function formatOf(value: unknown): ValueFormat | null {
  if (!isObject(value)) return null;
  const { nodes, edges, connections, tasks, schemaVersion } = value;
  if (Array.isArray(tasks)) return "conductor";
  if (Array.isArray(nodes)) return isObject(connections) ? "n8n" : Array.isArray(edges) ? "langgraph" : null;
  return isObject(nodes) || schemaVersion === 1 ? "banyan" : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const IMPORTERS: Readonly<
  Record<Exclude<ForeignFormat, "mermaid">, (value: unknown) => Imported | NotImported>
> = {
  conductor: importConductor,
  langgraph: importLangGraph,
  n8n: importN8n,
  banyan: importOwn,
};

function importOwn(value: unknown): Imported | NotImported {
  const findings = new Findings();
  const graph = parseShape(value, findings);
  if (graph) return { ok: true, format: "banyan", graph, notes: [] };
  const [first] = findings.list;
  return { ok: false, place: first?.path || "/", message: first?.message ?? "It has another shape." };
}

/** Whatever was made has the shape of a graph, or is none. */
function checked(made: Imported | NotImported): Imported | NotImported {
  if (!made.ok) return made;
  const findings = new Findings();
  const graph = parseShape(made.graph, findings);
  if (graph) return { ...made, graph };
  const [first] = findings.list;
  return {
    ok: false,
    place: "/",
    message:
      `What the file says cannot be a graph here: ${first?.path ?? "/"} ${first?.message ?? ""}`.trim(),
  };
}
