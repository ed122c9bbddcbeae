/** Places where a test may end the process, in the order in which an effectful attempt passes them. */
export const CRASH_POINTS = [
  "afterDecide",
  "beforeCommit",
  "afterCommitBeforeDispatch",
  "afterHandlerBeforeReport",
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

type Armed = { readonly point: CrashPoint; left: number; readonly act: () => void };

/** `BANYAN_CRASH_POINT=<point>[:<nth pass>]`, for a child process under test. */
let armed: Armed | null = fromEnvironment(process.env["BANYAN_CRASH_POINT"]);

/** Does nothing unless a test has armed this point. */
export function crashPoint(point: CrashPoint): void {
  if (armed === null || armed.point !== point) return;
  armed.left -= 1;
  if (armed.left > 0) return;
  const { act } = armed;
  armed = null;
  act();
}

/** Acts once, at the `nth` pass from now. Without `act` the process kills itself. */
export function armCrashPoint(point: CrashPoint, nth = 1, act: () => void = kill): void {
  armed = { point, left: nth, act };
}

export function disarmCrashPoints(): void {
  armed = null;
}

function kill(): void {
  process.kill(process.pid, "SIGKILL");
}

function fromEnvironment(text: string | undefined): Armed | null {
  if (!text) return null;
  const [name, nth] = text.split(":");
  const point = CRASH_POINTS.find((known) => known === name);
  if (!point)
    throw new Error(`BANYAN_CRASH_POINT names no crash point: ${name}. Known: ${CRASH_POINTS.join(", ")}.`);
  return { point, left: nth ? Number(nth) : 1, act: kill };
}
