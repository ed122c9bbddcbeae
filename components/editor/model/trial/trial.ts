import type { Behaviour, Breakpoint } from "#server/engine/dry-run/setup";
import type { CardMark, Overlay } from "./overlay";

/** What somebody has set up to try a draft: theirs, in their browser, and no part of the graph. */
export type Trial = {
  readonly breakpoints: readonly Breakpoint[];
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  readonly seed: number;
  /** Calls give what they gave in the last run, where they did. */
  readonly recorded: boolean;
};
export const NEW_TRIAL: Trial = { breakpoints: [], behaviours: {}, seed: 1, recorded: true };

export function breakpointAt({ breakpoints }: Trial, slug: string, node: string): Breakpoint | undefined {
  return breakpoints.find((one) => one.slug === slug && one.node === node);
}

/** Sets or takes away; another condition takes the place of the one there is. */
export function withBreakpoint(trial: Trial, at: Breakpoint, on: boolean): Trial {
  const others = trial.breakpoints.filter(({ slug, node }) => slug !== at.slug || node !== at.node);
  return { ...trial, breakpoints: on ? [...others, at] : others };
}

/** Stops before all of them, or before none where it stopped before all. */
export function toggledStops(trial: Trial, slug: string, nodes: readonly string[]): Trial {
  const on = nodes.some((node) => !breakpointAt(trial, slug, node));
  return nodes.reduce(
    (all, node) => withBreakpoint(all, breakpointAt(trial, slug, node) ?? { slug, node }, on),
    trial,
  );
}

export function withBehaviour(trial: Trial, key: string, behaviour: Behaviour): Trial {
  const { [key]: _, ...others } = trial.behaviours;
  const said = Object.values(behaviour).some((value) => value !== undefined);
  return { ...trial, behaviours: said ? { ...others, [key]: behaviour } : others };
}

/** What was set up for nodes of a workflow, by the names that they have now; `null` = nothing was for those that are renamed. */
export function renamedTrial(trial: Trial, slug: string, names: ReadonlyMap<string, string>): Trial | null {
  const keys = new Map([...names].map(([old, now]) => [`${slug}/${old}`, `${slug}/${now}`]));
  const { breakpoints, behaviours } = trial;
  const touched =
    breakpoints.some((one) => one.slug === slug && names.has(one.node)) ||
    Object.keys(behaviours).some((key) => keys.has(key));
  if (!touched) return null;
  return {
    ...trial,
    breakpoints: breakpoints.map((one) =>
      one.slug === slug ? { ...one, node: names.get(one.node) ?? one.node } : one,
    ),
    behaviours: Object.fromEntries(
      Object.entries(behaviours).map(([key, behaviour]) => [keys.get(key) ?? key, behaviour]),
    ),
  };
}

/** Breakpoints and errors of the nodes of one workflow. */
export function trialMarks({ breakpoints, behaviours }: Trial, slug: string): Overlay {
  const marks = new Map<string, CardMark>();
  for (const { node, when = "", slug: of } of breakpoints)
    if (of === slug) marks.set(node, { breakpoint: when });
  for (const [key, { throws }] of Object.entries(behaviours)) {
    const node = key.startsWith(`${slug}/`) ? key.slice(slug.length + 1) : null;
    if (node !== null && throws) marks.set(node, { ...marks.get(node), throws: true });
  }
  return marks;
}

/** What was kept in the browser; anything else is a new one. */
export function readTrial(text: string | null): Trial {
  try {
    const { breakpoints, behaviours, seed, recorded } = JSON.parse(text ?? "") as Partial<Trial>;
    return {
      breakpoints: Array.isArray(breakpoints) ? breakpoints : [],
      behaviours: typeof behaviours === "object" && behaviours !== null ? behaviours : {},
      seed: typeof seed === "number" ? seed : 1,
      recorded: recorded !== false,
    };
  } catch {
    return NEW_TRIAL;
  }
}
