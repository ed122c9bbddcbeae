import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One section of an article: a question and what the article says about it. */
export type Section = { readonly article: string; readonly title: string; readonly text: string };

const FOLDER = join(import.meta.dirname, "library");

/** The articles that come with the example, by file name and in their order. */
export const library: readonly Section[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".md"))
  .toSorted()
  .flatMap((name) => sectionsOf(readFileSync(join(FOLDER, name), "utf8")));

/** Sections of an article in Markdown: its title is the first heading, each section starts with `## `. */
export function sectionsOf(markdown: string): readonly Section[] {
  const [head = "", ...parts] = markdown.split(/^## /m);
  const article = /^# (.+)$/m.exec(head)?.[1]?.trim() ?? "";
  return parts.map((part) => {
    const [title = "", ...lines] = part.split("\n");
    return { article, title: title.trim(), text: lines.join(" ").replace(/\s+/g, " ").trim() };
  });
}
