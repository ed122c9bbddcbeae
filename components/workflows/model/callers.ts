import { calleeName, readCallee } from "#server/engine/graph/callee";
import type { CallGraph } from "#server/services/types";

/** What may call: a workflow as it is published, or a revision of one that a call pins. */
export type Caller = {
  /** The slug, or `slug@revision`. */
  readonly name: string;
  readonly slug: string;
  /** What people call it. */
  readonly title: string;
  /** The revision that is pinned, and the latest beside it; `null` = it is what is published. */
  readonly pinned: { readonly revision: number; readonly latest: number } | null;
  readonly calls: CallGraph["workflows"][number]["calls"];
};

export function callersIn({ workflows, pinned }: CallGraph): readonly Caller[] {
  const bySlug = new Map(workflows.map((one) => [one.slug, one]));
  return [
    ...workflows.map(({ slug, name, calls }) => ({ name: slug, slug, title: name, pinned: null, calls })),
    ...pinned.map(({ slug, revision, calls }) => {
      const { name: title = slug, revision: latest = revision } = bySlug.get(slug) ?? {};
      const name = calleeName({ workflow: slug, revision });
      return { name, slug, title, pinned: { revision, latest }, calls };
    }),
  ];
}

/** `@2, pinned; latest 3`: how it stands to what is published. */
export function pinWords({ revision, latest }: NonNullable<Caller["pinned"]>): string {
  return `@${revision}, pinned${revision === latest ? "" : `; latest ${latest}`}`;
}

export type Missing = "not published" | "no such revision";

/** Of a name that calls have and that nothing stands for. */
export function whyMissing(name: string, { workflows }: Pick<CallGraph, "workflows">): Missing {
  const { workflow, revision } = readCallee(name);
  const published = revision !== undefined && workflows.some(({ slug }) => slug === workflow);
  return published ? "no such revision" : "not published";
}

/** What people call each of them, with the revision where one is pinned. */
export function titlesIn(calls: CallGraph): ReadonlyMap<string, string> {
  return new Map(
    callersIn(calls).map(({ name, title, pinned }) => [name, pinned ? `${title}@${pinned.revision}` : title]),
  );
}
