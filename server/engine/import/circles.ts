type Arrow = { readonly source: string; readonly target: string };
type Step = { readonly id: string; readonly out: readonly number[]; next: number };

/**
 * Places of the edges that lead back to something on the way to them: without these there is no circle. Ways are
 * followed from where nothing leads to, in the order of the file.
 */
export function leadingBack(edges: readonly Arrow[]): ReadonlySet<number> {
  const out = new Map<string, number[]>();
  for (const [at, { source }] of edges.entries()) {
    const own = out.get(source);
    if (own) own.push(at);
    else out.set(source, [at]);
  }
  const targets = new Set(edges.map(({ target }) => target));
  const roots = [...out.keys()];
  const state: Walked = { edges, out, onWay: new Set(), done: new Set(), back: new Set() };
  for (const id of roots.filter((root) => !targets.has(root))) walk(id, state);
  for (const id of roots) walk(id, state);
  return state.back;
}

type Walked = {
  readonly edges: readonly Arrow[];
  readonly out: ReadonlyMap<string, readonly number[]>;
  readonly onWay: Set<string>;
  readonly done: Set<string>;
  readonly back: Set<number>;
};

function walk(root: string, walked: Walked): void {
  if (walked.done.has(root)) return;
  const stack: Step[] = [];
  enter(root, stack, walked);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const at = top.out[top.next++];
    if (at !== undefined) follow(at, stack, walked);
    else {
      walked.onWay.delete(top.id);
      walked.done.add(top.id);
      stack.pop();
    }
  }
}

function follow(at: number, stack: Step[], walked: Walked): void {
  const target = walked.edges[at]?.target ?? "";
  if (walked.onWay.has(target)) walked.back.add(at);
  else if (!walked.done.has(target)) enter(target, stack, walked);
}

function enter(id: string, stack: Step[], { onWay, out }: Walked): void {
  onWay.add(id);
  stack.push({ id, out: out.get(id) ?? [], next: 0 });
}
