import type { Graph, Problem } from "#server/engine/graph/graph";
import { pointerOf } from "#server/engine/values/weigh";
import { edgeIndex } from "./edges";
import { edgesBetween } from "./edges-between";
import type { Owner } from "./problems";

/** What stands in a field and is not in the graph. */
export type LooseField = {
  readonly owner: Owner;
  /** A text, or what stands in the parts of a form. */
  readonly typed: unknown;
  /** Why it is not in the graph. */
  readonly message: string;
};
type Fields = ReadonlyMap<string, LooseField>;

/** Its code among the problems; no other has a word for one. */
export const NOT_TAKEN = "not-taken";

/**
 * What was typed into fields of one workflow and cannot be taken over. It is kept as it was typed, whatever becomes of the
 * graph, until it is mended or given up.
 */
export class LooseFields {
  private fields: Fields = new Map();
  private readonly listeners = new Set<() => void>();

  readonly get = (): Fields => this.fields;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  keep(owner: Owner, typed: unknown, message: string): void {
    const key = ownerKey(owner);
    const now = this.fields.get(key);
    if (now?.typed === typed && now?.message === message) return;
    this.set(new Map(this.fields).set(key, { owner, typed, message }));
  }

  drop(owner: Owner): void {
    const next = new Map(this.fields);
    if (next.delete(ownerKey(owner))) this.set(next);
  }

  clear(): void {
    if (this.fields.size > 0) this.set(new Map());
  }

  /** What stands in a field goes along when that is called otherwise. */
  move(from: Owner, to: Owner): void {
    const field = this.fields.get(ownerKey(from));
    if (!field) return;
    this.drop(from);
    this.keep(to, field.typed, field.message);
  }

  /**
   * Fields go along with their nodes and edges from one graph to the next, and are gone with them.
   * @param names Names of nodes, the new by the old.
   */
  follow(names: ReadonlyMap<string, string>, before: Graph, after: Graph): void {
    if (this.fields.size === 0) return;
    const edges = edgesBetween(before.edges, after.edges, names);
    const left = [...this.fields.values()].flatMap((field): LooseField[] => {
      const owner = ownerAfter(field.owner, { names, edges, after });
      return owner === null ? [] : [owner === field.owner ? field : { ...field, owner }];
    });
    const next = new Map(left.map((field) => [ownerKey(field.owner), field]));
    if (next.size !== this.fields.size || [...next.keys()].some((key) => !this.fields.has(key)))
      this.set(next);
  }

  private set(fields: Fields): void {
    this.fields = fields;
    for (const listener of this.listeners) listener();
  }
}

type Step = {
  readonly names: ReadonlyMap<string, string>;
  readonly edges: ReadonlyMap<string, string>;
  readonly after: Graph;
};

/** `null` = it is gone. */
function ownerAfter(owner: Owner, { names, edges, after }: Step): Owner | null {
  if (owner.of === "workflow") return owner;
  if (owner.of === "edge") {
    const key = edges.get(owner.key);
    return key === undefined ? null : key === owner.key ? owner : { ...owner, key };
  }
  const id = names.get(owner.id) ?? owner.id;
  if (!Object.hasOwn(after.nodes, id)) return null;
  return id === owner.id ? owner : { ...owner, id };
}

export function ownerKey(owner: Owner): string {
  const name = owner.of === "node" ? owner.id : owner.of === "edge" ? owner.key : "";
  return JSON.stringify([owner.of, name, owner.field]);
}

/** An error for each of them whose node or edge is there. */
export function looseProblems(graph: Graph, fields: Fields): readonly Problem[] {
  return [...fields.values()].flatMap(({ owner, message }): Problem[] => {
    const path = pathOf(graph, owner);
    if (path === null) return [];
    return [
      { code: NOT_TAKEN, level: "error", path, message: `What was typed is not in the draft: ${message}.` },
    ];
  });
}

function pathOf(graph: Graph, owner: Owner): string | null {
  if (owner.of === "workflow") return owner.field;
  if (owner.of === "node")
    return Object.hasOwn(graph.nodes, owner.id) ? `${pointerOf(["nodes", owner.id])}${owner.field}` : null;
  const at = edgeIndex(graph, owner.key);
  return at < 0 ? null : `/edges/${at}${owner.field}`;
}
