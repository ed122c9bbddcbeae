import { matchKeyBindingPress, parseKeybinding } from "tinykeys";
import { shortcutOf } from "./keymap";

type Press = ReturnType<typeof parseKeybinding>[number];
type Begun = { readonly id: string; readonly rest: readonly Press[] };

export type Outcome = { readonly id: string } | "begun" | null;

const PAUSE_MS = 1_000;
const HELD_ONLY = ["Shift", "Control", "Alt", "AltGraph", "Meta"];

/**
 * Finds the command that a key means. tinykeys reads and matches single presses; sequences are kept here, because a
 * key that continues one (`g r`) must not also count by itself (`r`).
 */
export class Sequencer {
  private begun: readonly Begun[] = [];
  private lastAt = Number.NEGATIVE_INFINITY;

  /**
   * @param ids Commands that count here and now.
   * @param at Instant in ms; a longer pause ends a sequence.
   */
  press(event: KeyboardEvent, ids: readonly string[], at: number): Outcome {
    if (HELD_ONLY.includes(event.key)) return null;
    const going = at - this.lastAt <= PAUSE_MS ? this.begun : [];
    this.lastAt = at;
    const from = going.length > 0 ? going.filter(({ id }) => ids.includes(id)) : ids.flatMap(fresh);
    const next = from.flatMap(({ id, rest: [first, ...rest] }) =>
      first && matches(event, first) ? [{ id, rest }] : [],
    );
    const ended = next.filter(({ rest }) => rest.length === 0);
    const done = ended.find(({ id }) => !shortcutOf(id)?.yields) ?? ended[0];
    this.begun = done ? [] : next;
    if (done) return { id: done.id };
    return next.length > 0 ? "begun" : null;
  }
}

const SIGN = /^[^\p{L}\s]$/u;

/** A sign or a digit is the same on every keyboard, whether or not Shift or AltGr makes it there. */
function matches(event: KeyboardEvent, press: Press): boolean {
  return matchKeyBindingPress(SIGN.test(event.key) ? bare(event) : event, press);
}

function bare(event: KeyboardEvent): KeyboardEvent {
  // Some systems report AltGr as Control with Alt.
  const made = event.getModifierState("AltGraph") ? ["Shift", "AltGraph", "Control", "Alt"] : ["Shift"];
  const getModifierState = (held: string) => !made.includes(held) && event.getModifierState(held);
  return { key: event.key, code: event.code, getModifierState } as KeyboardEvent;
}

/** All ways in which a shortcut can be typed. */
function fresh(id: string): readonly Begun[] {
  const shortcut = shortcutOf(id);
  return [...(shortcut?.keys ?? []), ...(shortcut?.also ?? [])].map((keys) => ({
    id,
    rest: pressesOf(keys),
  }));
}

const parsed = new Map<string, readonly Press[]>();

function pressesOf(keys: string): readonly Press[] {
  const known = parsed.get(keys) ?? parseKeybinding(keys);
  parsed.set(keys, known);
  return known;
}
