import { setTimeout as pause } from "node:timers/promises";
import type { Graph } from "#server/engine/graph/graph";

/** What the tests read of the REST answers. */
export type RunRow = {
  readonly id: string;
  readonly parentId: string | null;
  readonly label: string | null;
  readonly depth: number;
  readonly status: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Of a root only. */
  readonly maxDepth?: number | null;
};
export type RunDetail = RunRow & { readonly output: unknown; readonly failure: unknown };
export type EventRow = {
  readonly seq: number;
  readonly type: string;
  readonly runId: string | null;
  readonly nodeId: string | null;
  readonly iteration: number | null;
  readonly attempt: number | null;
  readonly at: string;
  readonly [field: string]: unknown;
};

type Page<T> = { readonly data: readonly T[]; readonly nextCursor: string | null };
type Access = { readonly url: string; readonly token: string };

const ENDED = new Set(["succeeded", "failed", "cancelled"]);

export type Rest = ReturnType<typeof createRest>;

export function createRest({ url, token }: Access) {
  async function call<T>(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<T> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const headers = { authorization: `Bearer ${token}`, ...type };
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, ...json });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async function all<T>(path: string, next: (page: Page<T>) => string | null): Promise<T[]> {
    const rows: T[] = [];
    for (let query = ""; ; ) {
      const page = await call<Page<T>>("GET", `${path}?limit=1000${query}`);
      rows.push(...page.data);
      const more = page.nextCursor === null ? null : next(page);
      if (more === null) return rows;
      query = `&${more}`;
    }
  }

  async function waitForEnd(id: string, withinMs: number): Promise<RunDetail> {
    const until = Date.now() + withinMs;
    for (;;) {
      const run = await call<RunDetail>("GET", `/runs/${id}`);
      if (ENDED.has(run.status)) return run;
      if (Date.now() > until) throw new Error(`Run ${id} is still ${run.status} after ${withinMs} ms`);
      await pause(200);
    }
  }

  async function loadDemo(withinMs: number): Promise<void> {
    await call("POST", "/demo/load");
    const until = Date.now() + withinMs;
    for (;;) {
      const { phase } = await call<{ readonly phase: string }>("GET", "/demo");
      if (phase === "loaded") return;
      if (Date.now() > until) throw new Error(`The demo data is still ${phase} after ${withinMs} ms`);
      await pause(300);
    }
  }

  return {
    start: (slug: string, input: unknown, limits: Readonly<Record<string, number>> = {}) =>
      call<{ readonly id: string; readonly status: string }>("POST", `/workflows/${slug}/runs`, {
        input,
        limits,
      }),
    /** The same graph again changes nothing. */
    publish: async (graph: { readonly slug: string }) => {
      await call("PUT", `/workflows/${graph.slug}`, graph).catch(() => call("POST", "/workflows", graph));
    },
    /** An agent, unless there is one of that id. */
    register: async <A extends { readonly id: string }>(agent: A) => {
      await call("PUT", `/agents/${agent.id}`, agent).catch(() => call("POST", "/agents", agent));
    },
    /** A draft of the workflow, or of a new one. */
    saveDraft: async (graph: { readonly slug: string }) => {
      const path = `/workflows/${graph.slug}?draft=true`;
      await call("PUT", path, graph).catch(() => call("POST", "/workflows?draft=true", graph));
    },
    discard: (slug: string) => call<unknown>("DELETE", `/workflows/${slug}/draft`),
    draft: (slug: string) => call<{ readonly graph: Graph }>("GET", `/workflows/${slug}/draft`),
    pins: async (slug: string) =>
      (
        await call<{ readonly pins: Readonly<Record<string, unknown>> }>(
          "GET",
          `/workflows/${slug}/draft/pins`,
        )
      ).pins,
    /** As it is published. */
    workflow: (slug: string) =>
      call<{ readonly graph: unknown; readonly revision: number }>("GET", `/workflows/${slug}`),
    command: (id: string, verb: "pause" | "resume" | "cancel") =>
      call<unknown>("POST", `/runs/${id}/${verb}`),
    answer: (id: string, node: string, approve: boolean) =>
      call<unknown>("POST", `/runs/${id}/nodes/${node}/answer`, { approve }),
    run: (id: string) => call<RunDetail>("GET", `/runs/${id}`),
    deleteAfter: (days: number | null) => call("PUT", "/settings/retention", { deleteAfterDays: days }),
    output: (id: string) => call<unknown>("GET", `/runs/${id}/output`),
    /** The first page of the list of runs, by a query as its address has it. */
    list: async (query: string) => (await call<Page<RunRow>>("GET", `/runs?${query}`)).data,
    runs: (slug: string) => call<Page<RunRow>>("GET", `/runs?slug=${slug}`),
    tree: (id: string) => all<RunRow>(`/runs/${id}/tree`, ({ nextCursor }) => `cursor=${nextCursor}`),
    events: (id: string) => all<EventRow>(`/runs/${id}/events`, ({ nextCursor }) => `after=${nextCursor}`),
    waitForEnd,
    loadDemo,
  };
}
