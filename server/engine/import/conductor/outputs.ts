import { optionalPath, pathText } from "../graph-maker.ts";

/** Where a value is read: an expression, and what of it is known. */
export type Place = {
  readonly cel: string;
  /** The expression gives an optional: it may not be there. */
  readonly optional: boolean;
  /** What there is of it for sure. */
  readonly certain?: readonly string[];
};
/** The output of a task, of which the type says what stands where. */
export type TaskPlace = Place & { readonly type: string };

/** The value at a path; whatever is not there is `null`, as it is in Conductor. */
export function readAt({ cel, optional, certain = [] }: Place, steps: readonly string[]): string {
  const [first] = steps;
  const sure = !optional && first !== undefined && certain.includes(first) ? 1 : 0;
  const rest = optionalPath(steps.slice(sure));
  return `${pathText(cel, steps.slice(0, sure))}${rest}${optional || rest !== "" ? ".orValue(null)" : ""}`;
}

/** The same as an optional. */
export function optionalAt({ cel, optional }: Place, steps: readonly string[]): string {
  return optional || steps.length > 0 ? `${cel}${optionalPath(steps)}` : `optional.of(${cel})`;
}

const FIELDS = ["status", "headers", "body"] as const;

/** What a task gave, as it stands there; `null` = nothing here is the same. */
export function outputAt(place: TaskPlace, path: readonly string[]): string | null {
  const read = Object.hasOwn(READERS, place.type) ? READERS[place.type] : undefined;
  return (read ?? readAt)(place, path);
}

type Reader = (place: Place, path: readonly string[]) => string | null;

const script: Reader = (place, [first, ...rest]) => {
  if (first === undefined) return unlessNothing(place, `{'result': ${readAt(place, [])}}`);
  return first === "result" ? readAt(place, rest) : null;
};
const nothing: Reader = () => null;

const READERS: Readonly<Record<string, Reader>> = {
  HTTP: answer,
  INLINE: script,
  LAMBDA: script,
  JSON_JQ_TRANSFORM: (place, path) => (path[0] === "result" ? readAt(place, path) : null),
  SUB_WORKFLOW: (place, path) => (path[0] === "subWorkflowId" ? null : readAt(place, path)),
  START_WORKFLOW: (place, [first, ...rest]) =>
    first === "workflowId" ? readAt(place, ["runId", ...rest]) : null,
  SWITCH: nothing,
  DECISION: nothing,
  FORK_JOIN: nothing,
  FORK: nothing,
  FORK_JOIN_DYNAMIC: nothing,
  DO_WHILE: nothing,
  ROUNDS: (place, path) => (path.join(".") === "iteration" ? readAt(place, path) : null),
  HUMAN: nothing,
  EVENT: nothing,
};

/** Header names are in small letters here, and one text each instead of a list. */
function answer(place: Place, [first, second, ...rest]: readonly string[]): string | null {
  const known = { ...place, certain: FIELDS };
  const response = `{'statusCode': ${readAt(known, ["status"])}, 'headers': ${readAt(known, ["headers"])}, 'body': ${readAt(known, ["body"])}}`;
  if (first === undefined) return unlessNothing(place, `{'response': ${response}}`);
  if (first !== "response") return null;
  if (second === undefined) return unlessNothing(place, response);
  if (second === "body") return readAt(known, ["body", ...rest]);
  if (second === "statusCode") return rest.length === 0 ? readAt(known, ["status"]) : null;
  return second === "headers" ? header(known, rest) : null;
}

function header(place: Place, [name, nth, ...more]: readonly string[]): string | null {
  if (name === undefined || more.length > 0) return null;
  const text = readAt(place, ["headers", name.toLowerCase()]);
  if (nth === undefined) return `(${text} == null ? dyn(null) : dyn([${text}]))`;
  return nth === "0" ? text : null;
}

function unlessNothing(place: Place, shaped: string): string {
  return `(${readAt(place, [])} == null ? dyn(null) : dyn(${shaped}))`;
}
