"use client";
import { JsonView as Base } from "react-json-view-lite";
import type { Json } from "#server/engine/values/json";
import { JsonParts } from "./json-parts";

const STYLE = {
  container: "font-mono text-small leading-[18px] break-words",
  basicChildStyle: "ml-0 pl-3 [&:not([aria-expanded])]:pl-6",
  childFieldsContainer: "m-0 list-none p-0",
  label: "mr-1 text-ink-muted",
  clickableLabel: "mr-1 cursor-pointer text-ink-muted hover:text-ink",
  nullValue: "text-ink-faint",
  undefinedValue: "text-ink-faint",
  numberValue: "text-waiting-ink",
  stringValue: "whitespace-pre-wrap wrap-anywhere text-succeeded-ink",
  booleanValue: "text-running-ink",
  otherValue: "text-ink",
  punctuation: "mr-1 text-ink-faint",
  expandIcon: "mr-1 inline-block w-2 cursor-pointer select-none text-ink-faint before:content-['▸']",
  collapseIcon: "mr-1 inline-block w-2 cursor-pointer select-none text-ink-faint before:content-['▾']",
  collapsedContent: "mr-1 cursor-pointer text-ink-faint before:content-['…']",
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  stringifyStringValues: false,
  ariaLables: { collapseJson: "Collapse", expandJson: "Expand" },
} as const;

type JsonViewProps = {
  readonly value: Json;
  readonly label: string;
  /** What is copied of it, where what is drawn is written otherwise; it has the same entries. */
  readonly source?: Json;
  /** Says of a part of the source that not all of it is here, so that it cannot be copied. */
  readonly isMissing?: (part: Json) => boolean;
};

/** Any JSON value; objects and lists fold, and each part is copied with its path. Large lists start closed. */
export function JsonView({ value, label, source = value, isMissing = () => false }: JsonViewProps) {
  if (typeof value !== "object" || value === null) {
    return (
      <pre className="whitespace-pre-wrap break-words font-mono text-small">
        {typeof value === "string" ? value : JSON.stringify(value)}
      </pre>
    );
  }
  return (
    <JsonParts source={source} isMissing={isMissing}>
      <Base data={value} style={STYLE} shouldExpandNode={isSmall} clickToExpandNode aria-label={label} />
    </JsonParts>
  );
}

function isSmall(level: number, value: unknown): boolean {
  if (level === 0) return true;
  const size = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
  return level < 3 && size <= 12;
}
