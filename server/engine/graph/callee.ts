/** What a workflow can be called. */
export const SLUG = /^[a-z][a-z0-9-]{0,63}$/;

/** A workflow as a call names it. Without a revision, what is published under the slug when the child starts. */
export type Callee = { readonly workflow: string; readonly revision?: number | undefined };

/** The same as one word: `audit`, or `audit@2` where a revision is pinned. */
export function calleeName({ workflow, revision }: Callee): string {
  return revision === undefined ? workflow : `${workflow}@${revision}`;
}

const PINNED = /^([a-z][a-z0-9-]{0,63})@([1-9]\d{0,9})$/;

/** What the database can count. */
export const MOST_REVISIONS = 2_147_483_647;

/** The other way round. What pins nothing that could ever be there is a name as a whole. */
export function readCallee(name: string): Callee {
  const [, workflow, digits] = PINNED.exec(name) ?? [];
  const revision = Number(digits);
  if (workflow === undefined || revision > MOST_REVISIONS) return { workflow: name };
  return { workflow, revision };
}

/** Revisions that are pinned, by name and in order; as many as are asked for at once. */
export function pinsIn(calls: readonly Callee[], most = 100): string[] {
  const pinned = calls.filter(({ revision }) => revision !== undefined);
  return [...new Set(pinned.map(calleeName))].toSorted().slice(0, most);
}

/** Whether something can be published under a name: a slug, which pins nothing. */
export function isSlug(name: string): boolean {
  return SLUG.test(name);
}

/** Whether a workflow means itself by a name, as it is when it runs. A revision of it that is pinned is another graph. */
export function namesItself({ slug }: { readonly slug: string }, name: string): boolean {
  return name === "self" || name === slug;
}
