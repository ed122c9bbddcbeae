import type { BytesAStep } from "./bytes.ts";
import type { Measured } from "./contender.ts";
import { waitOf } from "./figures.ts";
import { BANYAN } from "./names.ts";
import type { Round } from "./rounds.ts";
import { median } from "./statistics.ts";
import { table } from "./table.ts";
import type { Extras } from "./targets.ts";

/** Banyan beside the floor: what `npm run bench` prints. */
export function floorReport(rounds: readonly Round[]): string {
  const samples = new Map<string, Measured[]>();
  for (const round of rounds) {
    const turn = round.get(BANYAN);
    for (const each of [...(turn?.floors ?? []), ...(turn?.measured ?? [])]) {
      samples.set(each.name, [...(samples.get(each.name) ?? []), each]);
    }
  }
  const all = [...samples.values()];
  const rate = (each: readonly Measured[]) => median(each.map(({ perSecond }) => perSecond));
  const floorRate = (id: Measured["id"]) => rate(all.find(([first]) => first?.id === id) ?? []);
  const [one, many] = [floorRate("insert-1"), floorRate("UNNEST-100")];
  const rows = [...samples].map(([name, each]) => [
    name,
    `${whole(rate(each))} ${each[0]?.unit}`,
    whole(median(each.map(({ events }) => events ?? 0))),
    (rate(each) / one).toFixed(2),
    (rate(each) / many).toFixed(2),
  ]);
  return `${table(["what", "a second", "events a second", "× insert-1", "× UNNEST-100"], rows)}\n\n${waits(rounds, one)}`;
}

function waits(rounds: readonly Round[], one: number): string {
  const [p50, p99] = [waitOf(rounds, BANYAN, 0.5) ?? 0, waitOf(rounds, BANYAN, 0.99) ?? 0];
  const inserts = ((p50 * one) / 1_000).toFixed(2);
  return `W5 from the request to the first step: p50 ${p50.toFixed(2)} ms (${inserts} × insert-1), p99 ${p99.toFixed(2)} ms`;
}

/** Bytes a no-op step of Banyan, as rows of a table. */
export function bytesTable(bytes: readonly BytesAStep[]): string {
  return table(
    ["bytes an effectful no-op step", "disk", "write-ahead log"],
    bytes.map(({ name, disk, wal }) => [name, whole(disk), whole(wal)]),
  );
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** What Banyan does alone, in lines. */
export function extrasReport({ variants, restart }: Extras): string {
  const lines: string[] = [];
  if (variants) {
    lines.push(`W4 with outputs of 2 KB: ${variants.large.toFixed(2)} × UNNEST-100 of that size`);
    lines.push(`W4 with 1 ms more a commit: ${variants.slowCommits.toFixed(2)} × W4`);
  }
  if (restart) {
    const { firstStep, allComplete } = restart;
    lines.push(
      `W6 from the restart: first step ${whole(firstStep)} ms, all complete ${whole(allComplete)} ms`,
    );
  }
  return lines.join("\n");
}
