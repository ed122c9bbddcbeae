import type { PlaceAct } from "#server/engine/insight/possible";
import type { PlaceActs, RunAct, RunActs } from "#server/services/run/acts";

export type ActName = RunAct | PlaceAct;
/** One thing to do to a run; `why` = why it is not possible now, and the end of a sentence. */
export type Act = { readonly name: ActName; readonly label: string; readonly why: string | null };
export type ActGroup = { readonly group: string; readonly acts: readonly Act[] };

/** Verbs; three dots where more is asked before anything happens. */
export const LABELS: Readonly<Record<ActName, string>> = {
  answer: "Approve or deny…",
  signal: "Send a signal…",
  retry: "Do it again…",
  complete: "Complete by hand…",
  skip: "Skip…",
  fail: "Let it fail…",
  setVariable: "Set a variable…",
  topUp: "Top up the budget…",
  fork: "Fork from here…",
  pause: "Pause the tree",
  resume: "Resume the tree",
  requeue: "Requeue the tree",
  cancel: "Cancel this run…",
};

const GROUPS: readonly { readonly group: string; readonly acts: readonly ActName[] }[] = [
  { group: "What is open in it", acts: ["answer", "signal", "retry", "complete", "skip", "fail"] },
  { group: "The run", acts: ["setVariable", "topUp", "fork", "cancel"] },
  { group: "Its tree", acts: ["pause", "resume", "requeue"] },
];
export const ACTS: readonly ActName[] = GROUPS.flatMap(({ acts }) => acts);

const LOOKING = "looking at what can be done…";

/** Everything that could be done to a run, whether it is possible or not; of pause and resume the one that fits. */
export function actGroups(told: RunActs | undefined): readonly ActGroup[] {
  return GROUPS.map(({ group, acts }) => ({
    group,
    acts: acts
      .filter((name) => isOffered(told, name))
      .map((name) => ({ name, label: LABELS[name], why: told ? whyNot(told, name) : LOOKING })),
  }));
}

function isOffered(told: RunActs | undefined, name: ActName): boolean {
  if (name === "resume") return told?.acts.resume === null;
  if (name === "pause") return told?.acts.resume !== null;
  if (name === "requeue") return told?.acts.requeue === null;
  return true;
}

export function whyNot(told: RunActs, name: ActName): string | null {
  return isPlaceAct(name) ? whyNowhere(told, name) : told.acts[name];
}

const OF_PLACES: ReadonlySet<ActName> = new Set(["answer", "signal", "retry", "complete", "skip", "fail"]);

export function isPlaceAct(name: ActName): name is PlaceAct {
  return OF_PLACES.has(name);
}

/** Places where it can be done. */
export function placesFor(told: RunActs, act: PlaceAct): readonly PlaceActs[] {
  return told.places.filter(({ acts }) => acts[act] === null);
}

const NOWHERE: Readonly<Record<PlaceAct, string>> = {
  answer: "no approval is open in it",
  signal: "nothing in it waits for a signal",
  retry: "no work is open in it",
  complete: "nothing in it has started and is not final",
  skip: "nothing in it is left to skip",
  fail: "nothing is open in it",
};

/** The reason of its only place; of several what they lack. */
function whyNowhere(told: RunActs, act: PlaceAct): string | null {
  if (placesFor(told, act).length > 0) return null;
  const reasons = new Set(told.places.map(({ acts }) => acts[act]));
  const [only] = reasons;
  if (reasons.size === 1 && only && (told.places.length === 1 || only.startsWith("your role"))) return only;
  if (told.places.length === 0) return told.acts.cancel ?? NOWHERE[act];
  return NOWHERE[act];
}

export function placeName({ node, item }: Pick<PlaceActs, "node" | "item">): string {
  return item === null ? node : `${node}[${item}]`;
}
