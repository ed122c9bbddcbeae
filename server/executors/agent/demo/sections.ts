/** A numbered thing that an answer can cite. */
export type Numbered = { readonly id: number; readonly title: string; readonly text: string };

/** Sections of a prompt that the demo model understands. Each starts a line: `Question: …`, `Passages: [ … ]`. */
export type Sections = {
  readonly question: string;
  readonly atMost: number;
  /** `Related questions:`, a JSON list of texts. */
  readonly related: readonly string[];
  /** `Passages:`, a JSON list of `{id, title, text}`. */
  readonly passages: readonly Numbered[];
  /** `Answers:`, a JSON list of `{id, question, answer}`. */
  readonly answers: readonly Numbered[];
  /** `Text:`, everything after it; or what stands between marks, in which nothing else is read. */
  readonly body: string;
  /** Words that an answer may have; `null` = it says nothing of that. */
  readonly mostWords: number | null;
};

const DEFAULT_AT_MOST = 3;

/** `<<<text abc`, then any lines, then `abc end>>>`. */
const MARKED = /^<<<text (\w+)\n([\s\S]*)\n\1 end>>>$/m;

export function sectionsOf(all: string): Sections {
  const marked = MARKED.exec(all);
  const text = marked ? all.replace(marked[0], () => "") : all;
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(.+)$`, "mi").exec(text)?.[1]?.trim() ?? "";
  const list = (name: string) => listIn(line(name));
  return {
    question: line("Question") || firstLine(text),
    atMost: Number(/^\d{1,3}/.exec(line("At most"))?.[0] ?? DEFAULT_AT_MOST),
    related: list("Related questions").filter((entry) => typeof entry === "string"),
    passages: list("Passages").flatMap((entry, index) => numbered(entry, index, "title", "text")),
    answers: list("Answers").flatMap((entry, index) => numbered(entry, index, "question", "answer")),
    mostWords: Number(/in at most (\d{1,6}) words/.exec(text)?.[1] ?? 0) || null,
    body: marked?.[2]?.trim() ?? /^Text:\s*([\s\S]+)$/im.exec(text)?.[1]?.trim() ?? "",
  };
}

function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}

function listIn(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function numbered(entry: unknown, index: number, title: string, text: string): readonly Numbered[] {
  if (typeof entry !== "object" || entry === null) return [];
  const fields = entry as Readonly<Record<string, unknown>>;
  const id = typeof fields["id"] === "number" ? fields["id"] : index + 1;
  return [{ id, title: String(fields[title] ?? ""), text: String(fields[text] ?? "") }];
}
