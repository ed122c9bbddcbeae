/** An end that a person can act on: one line that says what happened, and what to do about it. */
export class Stop extends Error {
  /** @param {string} message @param {string} [todo] @param {number} [exitCode] */
  constructor(message, todo = "", exitCode = 1) {
    super(todo ? `${message} ${todo}` : message);
    this.exitCode = exitCode;
  }
}

/** Prints a progress line. */
export function progress(line) {
  process.stdout.write(`▸ ${line}\n`);
}

/** Runs `main`; a `Stop` becomes its one line on stderr, anything else is a fault of ours and shows its stack. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof Stop) process.stderr.write(`✖ ${error.message}\n`);
    else process.stderr.write(`✖ Unexpected error in the scripts: ${error?.stack ?? error}\n`);
    process.exitCode = error?.exitCode ?? 1;
  }
}
