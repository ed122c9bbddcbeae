/** Exit codes of `banyan`, the same in every command. */
export const EXIT = {
  ok: 0,
  /** Wrong usage, or no server answers. */
  usage: 1,
  notFound: 3,
  invalid: 4,
  runFailed: 5,
  runCancelled: 6,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One place that is wrong: a JSON Pointer and what to change there. */
export type Place = { readonly path: string; readonly message: string };

/** An end that a person can act on: shown as its message and its places, without a stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly places: readonly Place[];

  constructor(message: string, exitCode: ExitCode = EXIT.usage, places: readonly Place[] = []) {
    super(message);
    this.exitCode = exitCode;
    this.places = places;
  }
}

/** Exit code of a run that has ended. */
export function exitOf(status: string): ExitCode {
  if (status === "succeeded") return EXIT.ok;
  return status === "cancelled" ? EXIT.runCancelled : EXIT.runFailed;
}
