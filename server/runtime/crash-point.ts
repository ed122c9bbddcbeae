/** Places where a test may end the process, in the order in which an effectful attempt passes them. */
export const CRASH_POINTS = [
  "afterDecide",
  "beforeCommit",
  "afterCommitBeforeDispatch",
  "afterHandlerBeforeReport",
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

type Armed = { readonly point: CrashPoint; left: number };

/** `BANYAN_CRASH_POINT=<point>[:<nth pass>]`, for a child process under test. */
let armed: Armed | null = fromEnvironment(process.env["BANYAN_CRASH_POINT"]);

/** Does nothing unless the environment has armed this point; then it kills the process. */
export function crashPoint(point: CrashPoint): void {
  if (armed === null || armed.point !== point) return;
  armed.left -= 1;
  if (armed.left > 0) return;
  armed = null;
  process.kill(process.pid, "SIGKILL");
}

function fromEnvironment(text: string | undefined): Armed | null {
  if (!text) return null;
  const [name, nth] = text.split(":");
  const point = CRASH_POINTS.find((known) => known === name);
  if (!point)
    throw new Error(`BANYAN_CRASH_POINT names no crash point: ${name}. Known: ${CRASH_POINTS.join(", ")}.`);
  return { point, left: nth ? Number(nth) : 1 };
}
