import type { Json } from "../values/json.ts";
import type { Graph } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";
import { everyNode } from "./walk.ts";

/** How keys look that services give out. None of them is a word that somebody would write for another reason. */
const TOKENS =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:sk-(?:ant-|proj-)?[A-Za-z0-9_-]{24,}|[sr]k_live_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{16,}|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})/;
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
  const token = TOKENS.exec(text);
  if (token) return { prefix: text.slice(0, token.index), secret: text.slice(token.index) };
  if (!NAMED.test(key) || text.startsWith("=")) return null;
  const [, prefix = "", secret = ""] = /^((?:Bearer|Basic|Token)\s+)?(\S{8,})$/i.exec(text) ?? [];
  return secret === "" ? null : { prefix, secret };
}

/** Fields of a request that take the handle of a secret. */
const TAKING: readonly string[] = ["headers", "query", "body"];

/** A graph is shown to every reader: what opens something may not stand in it. */
export function checkSecrets(graph: Graph, findings: Findings): void {
  for (const { node, path } of everyNode(graph)) {
    for (const [field, value] of Object.entries(node)) {
      const request = node.kind === "http" && TAKING.includes(field);
      // Bodies and graphs that are made of nodes are looked at as such.
      if (request || (field !== "body" && field !== "graph"))
        look(value as Json, [...path, field], request, findings);
    }
  }
  for (const [i, { mapping = {} }] of graph.edges.entries())
    look(mapping, ["edges", i, "mapping"], false, findings);
  look((graph.variables ?? {}) as Json, ["variables"], false, findings);
  look((graph.context?.values ?? {}) as Json, ["context", "values"], false, findings);
}

function look(value: Json, path: Path, request: boolean, findings: Findings): void {
  if (typeof value === "string") {
    const found = literalSecret(value, request ? String(path.at(-1)) : "");
    if (found) findings.add("S003", path, messageFor(found, request));
  } else if (typeof value === "object" && value !== null)
    for (const [key, entry] of Object.entries(value))
      look(entry as Json, [...path, Array.isArray(value) ? Number(key) : key], request, findings);
}

function messageFor({ secret }: LiteralSecret, request: boolean): string {
  const fix = request
    ? 'store it as a secret, and write {"$secret": "its-name"} here'
    : "store it as a secret, name it in the http node that needs it, and take it away here";
  return `this looks like a credential (${secret.slice(0, 4)}…), which everyone who may see the workflow could read; ${fix}`;
}
