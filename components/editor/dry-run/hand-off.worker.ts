import "../../ui/no-eval";
import { firstHandOff } from "#server/engine/dry-run/first-hand-off";
import type { HandOffAsked, HandOffTold } from "../model/trial/hand-off";

/** Works out what a node would hand on, beside the page: it runs the draft dry up to there. */
addEventListener("message", ({ data }: MessageEvent<HandOffAsked>) => postMessage(answer(data)));

function answer({ setup, inputs, node, tried }: HandOffAsked): HandOffTold {
  let told: HandOffTold = { kind: "unreached", why: null };
  try {
    for (const input of inputs) {
      told = firstHandOff({ ...setup, input }, node, tried);
      if (told.kind !== "unreached") break;
    }
  } catch (error) {
    return { kind: "unknown", message: error instanceof Error ? error.message : String(error) };
  }
  return told;
}
