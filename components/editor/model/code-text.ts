import type { Graph } from "#server/engine/graph/graph";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { type CodeFormat, codeOf } from "../../graph-text";
import { codeEdit, readCode } from "./code";
import { mergeGraphs } from "./merge";
import type { EditorStore } from "./store";

/** A text as it was typed. */
export type Typed = {
  readonly text: string;
  /** The graph that it stands for; of a text that was not taken over, the one that it was written from. */
  readonly graph: Graph;
  /** Whether it is on the canvas. */
  readonly taken: boolean;
  /** Why it is not, although it is a graph. */
  readonly refusal: string | null;
};
export type CodeState = { readonly format: CodeFormat; readonly typed: Typed | null };

/**
 * What stands in *Code* of one workflow. A text that is not on the canvas is kept as it was typed, whatever becomes of the
 * graph and whoever changes it; any other text follows the graph.
 */
export class CodeText {
  private state: CodeState = { format: "json", typed: null };
  private readonly listeners = new Set<() => void>();

  readonly get = (): CodeState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Whether something was typed that is not on the canvas. */
  get isLoose(): boolean {
    return isLoose(this.state);
  }

  type(store: EditorStore, text: string): void {
    const { graph } = store.get();
    const from = isLoose(this.state) ? this.state.typed.graph : graph;
    const loose: Typed = { text, graph: from, taken: false, refusal: null };
    const read = readCode(text, this.state.format, graph.slug);
    if (!read.ok || isOvertaken(loose, graph)) this.set({ typed: loose });
    else this.take(store, loose, read.graph);
  }

  /** Brings what the text changes onto a canvas that has changed meanwhile: of what both have changed, the text counts. */
  put(store: EditorStore): void {
    const { typed, format } = this.state;
    const { graph } = store.get();
    const read = typed && readCode(typed.text, format, graph.slug);
    if (!typed || !read?.ok) return;
    this.take(store, typed, mergeGraphs(typed.graph, read.graph, graph).graph);
    if (!this.isLoose) this.set({ typed: null });
  }

  /** Writes the graph anew, and lets go of what was typed. */
  write(format: CodeFormat = this.state.format): void {
    this.set({ format, typed: null });
  }

  private take(store: EditorStore, loose: Typed, graph: Graph): void {
    const refusal = store.attempt(codeEdit(store.get().graph, graph));
    const taken = { ...loose, graph: store.get().graph, taken: true };
    this.set({ typed: refusal === null ? taken : { ...loose, refusal } });
  }

  private set(next: Partial<CodeState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) listener();
  }
}

type Loose = CodeState & { readonly typed: Typed };

export function isLoose(state: CodeState): state is Loose {
  return state.typed !== null && !state.typed.taken;
}

/** Whether the graph has changed since the text that is not on the canvas was begun. */
export function isOvertaken({ taken, graph: from }: Typed, graph: Graph): boolean {
  return !taken && from !== graph && !sameJson(from as unknown as Json, graph as unknown as Json);
}

/** What is shown: what was typed, as long as it says more or other than the graph. */
export function shownText({ format, typed }: CodeState, graph: Graph): string {
  return typed && (!typed.taken || typed.graph === graph) ? typed.text : codeOf(graph, format);
}
