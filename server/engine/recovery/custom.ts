import type { RecoveryQuestion } from "../context/questions.ts";
import type { Decision } from "../run/commands.ts";
import { decided, needsBlobs, needsFacts } from "../run/deciding.ts";
import { boundGraphOf, runAt } from "../run/tree.ts";
import { resolve } from "../values/index.ts";
import { shownFailure } from "./holds.ts";
import { type Rung, type RungOf, strategyAnswerSchema } from "./schema.ts";
import { nextGeneration, type Place, type Turn, taken, valueIn } from "./turn.ts";

/** A strategy that always says "again" ends here. */
const MOST_TRIES = 100;

type Plain = Exclude<Rung, { do: "retry" | "custom" }>;
type Asked =
  | { readonly kind: "decision"; readonly decision: Decision }
  | { readonly kind: "next" }
  | { readonly kind: "rung"; readonly rung: Plain };

/** Asks a registered strategy. What it answers is written into the event; one that fails is passed over, and noted. */
export function askStrategy(turn: Turn, rung: RungOf<"custom">, at: number): Asked {
  const { deciding } = turn;
  const known = aboutOf(turn, rung, at);
  if (known.kind !== "about") return known;
  const { about } = known;
  const question = { ask: "recover", function: rung.strategy, about } as const;
  const answer = deciding.env.answer
    ? deciding.env.answer(question)
    : { ok: false as const, failure: { message: `no strategy "${rung.strategy}" is registered here` } };
  if (!answer) return { kind: "decision", decision: needsFacts({ blobs: [], questions: [question] }) };
  if (!answer.ok) return passedOver(turn, answer.failure.message);
  const parsed = strategyAnswerSchema.safeParse(answer.value);
  if (!parsed.success)
    return passedOver(
      turn,
      `strategy "${rung.strategy}" answered with what is no rung: ${JSON.stringify(answer.value)}`.slice(
        0,
        300,
      ),
    );
  if (parsed.data.do === "next") return { kind: "next" };
  if (parsed.data.do !== "retry") return { kind: "rung", rung: parsed.data as Plain };
  return again(turn, { at, of: "recovery", strategy: rung.strategy }, parsed.data.afterMs);
}

type About = { readonly kind: "about"; readonly about: RecoveryQuestion } | Exclude<Asked, { kind: "rung" }>;

function aboutOf(turn: Turn, rung: RungOf<"custom">, at: number): About {
  const { deciding, ref, slot, failure, stand } = turn;
  const options = valueIn(turn, { at, of: "recovery" }, rung.options ?? null, "options");
  if (options.kind === "missing") return { kind: "decision", decision: needsBlobs(options.hashes) };
  if (options.kind === "failure") return passedOver(turn, options.failure.message);
  const whole = resolve(options.stored, deciding.env.blob);
  if (!whole.ok) return { kind: "decision", decision: needsBlobs(whole.missing) } as const;
  const run = runAt(deciding.tree, ref.run);
  const about = {
    node: ref.node,
    item: ref.item ?? null,
    depth: run.depth,
    workflow: boundGraphOf(deciding.tree, run).slug,
    task: slot.task ?? null,
    failure: shownFailure(failure, slot.attempt),
    tries: stand.at === at ? stand.tries : 0,
    spentMs: deciding.tree.at - stand.since,
    options: whole.value,
  };
  return { kind: "about", about };
}

function passedOver(turn: Turn, note: string): Extract<Asked, { kind: "next" }> {
  turn.note = note;
  return { kind: "next" };
}

function again(turn: Turn, place: Place, waitMs: number): Asked {
  const { stand, deciding, slot } = turn;
  const tries = (stand.at === place.at ? stand.tries : 0) + 1;
  if (tries > MOST_TRIES)
    return passedOver(
      turn,
      `strategy "${place.strategy}" has asked for ${MOST_TRIES} tries, as many as it may`,
    );
  const event = taken(turn, place, {
    do: "retry",
    retryAt: deciding.at + waitMs,
    ...(slot.task === undefined ? { generation: nextGeneration(turn) } : {}),
    numbers: { tries, waitMs },
    ladder: { at: place.at, tries, base: stand.base },
  });
  return { kind: "decision", decision: decided(deciding, [event]) };
}
