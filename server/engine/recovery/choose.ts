import type { Decision } from "../run/commands.ts";
import { decided } from "../run/deciding.ts";
import type { RungName } from "../run/events.ts";
import { giveUp } from "../run/settle.ts";
import { takeDegrade, takePark } from "./end.ts";
import { takeWorkflow } from "./replace.ts";
import type { Choice } from "./schema.ts";
import { after, nextGeneration, type Place, type Turn, taken } from "./turn.ts";

/** What a run does about a child that asked it. Whoever takes a choice has dealt with the escalation, once and for all. */
export function chooseFor(turn: Turn, choice: Choice, at: number): Decision | null {
  const place: Place = { at, of: "onEscalation" };
  switch (choice.choose) {
    case "retryChild":
      return retryChild(turn, choice.times ?? 1, place);
    case "replaceChild":
      return handled(turn, choice, takeWorkflow(turn, place, choice.workflow, choice.input, "replaceChild"));
    case "acceptPartial":
      return handled(turn, choice, takeDegrade(turn, place, choice.output, "acceptPartial"));
    case "askHuman":
      return handled(turn, choice, takePark(turn, place, "askHuman"));
    case "fail":
      return handled(turn, choice, failing(turn, place));
    case "escalate":
      return decided(turn.deciding, [
        taken(turn, place, { do: "escalate" }),
        ...giveUp(turn.deciding.tree, turn.ref, turn.failure),
      ]);
  }
}

function retryChild(turn: Turn, times: number, place: Place): Decision | null {
  const { stand, deciding, slot } = turn;
  const asked = (stand.choice === place.at ? stand.asked : 0) + 1;
  if (asked > times || slot.task !== undefined || stand.replaced) return null;
  const event = taken(turn, place, {
    do: "retryChild",
    retryAt: deciding.at,
    generation: nextGeneration(turn),
    numbers: { asked, times },
    ladder: { choice: place.at, asked, tries: stand.tries },
  });
  return decided(deciding, [handledEvent(turn, "retryChild"), event]);
}

function failing(turn: Turn, place: Place): Decision {
  const { escalation: _, ...failure } = turn.failure;
  const event = taken(turn, place, { do: "fail" });
  return decided(turn.deciding, [event, ...giveUp(turn.deciding.tree, turn.ref, failure)]);
}

function handled(turn: Turn, { choose }: Choice, decision: Decision | null): Decision | null {
  return decision && after(turn.deciding, [handledEvent(turn, choose)], decision);
}

function handledEvent({ ref, failure }: Turn, choice: RungName) {
  return { type: "EscalationHandled", ...ref, id: failure.escalation?.id ?? "", choice } as const;
}
