/** A workflow as a call names it. Without a revision, what is published under the slug when the child starts. */
export type Callee = { readonly workflow: string; readonly revision?: number | undefined };

/** The same as one word: `audit`, or `audit@2` where a revision is pinned. */
export function calleeName({ workflow, revision }: Callee): string {
  return revision === undefined ? workflow : `${workflow}@${revision}`;
}

export function readCallee(name: string): Callee {
  const [workflow = "", revision] = name.split("@");
  return revision === undefined ? { workflow } : { workflow, revision: Number(revision) };
}

/** Whether a workflow means itself by a name, as it is when it runs. A revision of it that is pinned is another graph. */
export function namesItself({ slug }: { readonly slug: string }, name: string): boolean {
  return name === "self" || name === slug;
}
