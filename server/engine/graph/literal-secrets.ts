import type { Json } from "../values/json.ts";
import type { Graph } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";
import { everyNode, type PlacedNode } from "./walk.ts";

/** How keys look that services give out. None of them is a word that somebody would write for another reason. */
const TOKENS =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:sk-(?:ant-|proj-)?[A-Za-z0-9_-]{24,}|[sr]k_live_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{16,}|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})/;
/** No text without such a run of letters holds one: most texts are passed over by it. */
const LIKELY = /[\w-]{16}|PRIVATE KEY/;
/** Shorter texts are none. */
const SHORTEST = 12;
/** Headers and parameters whose value is one, however it looks. */
const NAMED =
  /^(?:authorization|proxy-authorization|x-api-key|api[-_]?key|x-auth-token|access[-_]token|client[-_]secret)$/i;

/** A text with a credential in it: what stands before it, and the credential. */
export type LiteralSecret = { readonly prefix: string; readonly secret: string };

/** The credential in a text; `null` = there is none. @param key Under which the text stands in a request. */
export function literalSecret(text: string, key = ""): LiteralSecret | null {
  if (text.length < SHORTEST) return null;
  const token = LIKELY.test(text) ? TOKENS.exec(text) : null;
  if (token) return { prefix: text.slice(0, token.index), secret: text.slice(token.index) };
  if (!NAMED.test(key) || text.startsWith("=")) return null;
  const [, prefix = "", secret = ""] = /^((?:Bearer|Basic|Token)\s+)?(\S{8,})$/i.exec(text) ?? [];
  return secret === "" ? null : { prefix, secret };
}

/** Fields of a request that take the handle of a secret. */
const TAKING: readonly string[] = ["headers", "query", "body"];

/** A graph is shown to every reader: what opens something may not stand in it. */
export function checkSecrets(graph: Graph, findings: Findings): void {
  const search = new Search(findings);
  for (const placed of everyNode(graph)) searchNode(placed, search);
  for (const [i, { mapping }] of graph.edges.entries())
    if (mapping) search.under(["edges", i, "mapping"], mapping, false);
  search.under(["variables"], (graph.variables ?? {}) as Json, false);
  search.under(["context", "values"], (graph.context?.values ?? {}) as Json, false);
}

/** Bodies and graphs that are made of nodes are looked at as such. */
function searchNode({ node, path }: PlacedNode, search: Search): void {
  for (const [field, value] of Object.entries(node)) {
    const request = node.kind === "http" && TAKING.includes(field);
    const nodes = !request && typeof value === "object" && (field === "body" || field === "graph");
    if (!nodes) search.under([...path, field], value as Json, request);
  }
}

/** Looks at every text once; a place is only written down where something is found. */
class Search {
  readonly #findings: Findings;
  readonly #below: (string | number)[] = [];
  #base: Path = [];
  #request = false;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  under(base: Path, value: Json, request: boolean): void {
    this.#base = base;
    this.#request = request;
    this.#look(value, String(base.at(-1)));
  }

  #look(value: Json, key: string): void {
    if (typeof value === "string") this.#text(value, key);
    else if (Array.isArray(value))
      for (const [i, entry] of (value as readonly Json[]).entries()) this.#step(i, entry, key);
    else if (typeof value === "object" && value !== null)
      for (const [name, entry] of Object.entries(value)) this.#step(name, entry as Json, name);
  }

  #step(part: string | number, entry: Json, key: string): void {
    if (typeof entry !== "string" && typeof entry !== "object") return;
    this.#below.push(part);
    this.#look(entry, key);
    this.#below.pop();
  }

  #text(text: string, key: string): void {
    const found = literalSecret(text, this.#request ? key : "");
    if (found) this.#findings.add("S003", [...this.#base, ...this.#below], messageFor(found, this.#request));
  }
}

function messageFor({ secret }: LiteralSecret, request: boolean): string {
  const fix = request
    ? 'store it as a secret, and write {"$secret": "its-name"} here'
    : "store it as a secret, name it in the http node that needs it, and take it away here";
  return `this looks like a credential (${secret.slice(0, 4)}…), which everyone who may see the workflow could read; ${fix}`;
}
