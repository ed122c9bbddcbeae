import "../../ui/no-eval";
import type { DryAsked, DryTold } from "../model/trial/messages";
import { DrySession } from "../model/trial/session";

/** Runs a draft beside the page. It asks nobody for anything: all that it works with came with the start. */
const TICK_MS = 50;
const session = new DrySession((told: DryTold) => postMessage(told));
let last = performance.now();

addEventListener("message", ({ data }: MessageEvent<DryAsked>) => {
  if (data.ask === "play") last = performance.now();
  session.take(data);
});
setInterval(() => {
  const now = performance.now();
  if (session.playing) session.pass(now - last);
  last = now;
}, TICK_MS);
