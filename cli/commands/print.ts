/** With `--json` the server's answer as it is, else `words`. */
export function print(value: unknown, json: true | undefined, words: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : words()}\n`);
}
