import type { Json } from "#server/engine/values/json";

/** Something that an answer can cite by its number. */
export type Source = { readonly id: number; readonly title: string };

export type Report = {
  readonly question: string;
  readonly answer: string;
  readonly sources: readonly (Source & { readonly cited: boolean })[];
  /** Reports on the smaller questions, in their order. */
  readonly parts: readonly Report[];
  /** Smaller questions that were not answered, with why. */
  readonly open: readonly { readonly question: string; readonly why: string }[];
};

/** A settled item of the map over the smaller questions. */
export type Settled = {
  readonly status: string;
  /** What the plan called the part. */
  readonly label?: string | null;
  readonly output?: Json;
  readonly failure?: { readonly code: string; readonly message: string };
};

export type Gathered = {
  readonly answers: readonly { readonly id: number; readonly question: string; readonly answer: string }[];
  readonly parts: readonly Report[];
  readonly open: Report["open"];
};

/** Sorts what came back: answers get a number to be cited by, everything else says why it is none. */
export function gather(settled: readonly Settled[]): Gathered {
  const parts: Report[] = [];
  const open: { question: string; why: string }[] = [];
  settled.forEach(({ output, failure, label }) => {
    const question = label ?? "";
    if (isReport(output)) parts.push(output);
    else open.push({ question, why: failure ? `${failure.code}: ${failure.message}` : whyNone(output) });
  });
  const answers = parts.map(({ question, answer }, index) => ({ id: index + 1, question, answer }));
  return { answers, parts, open };
}

/** A report whose numbers all lead to a source: others are taken out of the text, whoever wrote it. */
export function reportOf(
  question: string,
  text: string,
  sources: readonly Source[],
  below: Pick<Report, "parts" | "open">,
): Report {
  const known = new Set(sources.map(({ id }) => id));
  const cited = new Set<number>();
  const answer = text
    .replace(/\s*\[(\d{1,3})\]/g, (mark, digits: string) => {
      if (!known.has(Number(digits))) return "";
      cited.add(Number(digits));
      return mark;
    })
    .trim();
  return {
    question,
    answer,
    sources: sources.map(({ id, title }) => ({ id, title, cited: cited.has(id) })),
    parts: below.parts,
    open: below.open,
  };
}

/** The report as a document: each question under the one that it belongs to. */
export function markdownOf(report: Report, level = 1): string {
  const cited = report.sources.filter((source) => source.cited);
  return [
    `${"#".repeat(Math.min(level, 6))} ${report.question}`,
    report.answer,
    cited.map(({ id, title }) => `- [${id}] ${title}`).join("\n"),
    ...report.open.map(({ question, why }) => `*Not answered: ${question} (${why})*`),
    ...report.parts.map((part) => markdownOf(part, level + 1)),
  ]
    .filter((block) => block !== "")
    .join("\n\n");
}

function isReport(output: Json | undefined): output is Json & Report {
  return typeof output === "object" && output !== null && "answer" in output && "sources" in output;
}

function whyNone(output: Json | undefined): string {
  if (typeof output === "object" && output !== null && "reference" in output)
    return "it is answered elsewhere in this tree";
  return "it has no answer";
}
