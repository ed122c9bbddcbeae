"use client";
import { useContext } from "react";
import { Button, Moment } from "../ui";
import type { AskedHits } from "./use-tree-hits";

/** What of a search is not answered, or of another moment than the tree. */
export function SearchNotes(props: AskedHits) {
  const { error, words, upTo } = props;
  const moment = useContext(Moment);
  if (words.all === 0) return null;
  if (error !== null) return <Unasked {...props} />;
  const notes = [
    words.asked < words.all &&
      `${words.asked} of ${words.all} words are looked for in agents, tags and keys: there are too many, or they are too long.`,
    upTo !== null &&
      `Agents, tags and keys are looked through up to run #${upTo}: more is found than can be told.`,
    moment !== null && words.asked > 0 && "Agents, tags and keys are as of now.",
  ].filter((note) => note !== false);
  if (notes.length === 0) return null;
  return <p className="shrink-0 border-b px-3 py-1.5 text-ink-muted text-small">{notes.join(" ")}</p>;
}

function Unasked({ error, retry }: AskedHits) {
  return (
    <p
      role="alert"
      className="flex shrink-0 items-center gap-2 border-b px-3 py-1.5 text-failed-ink text-small"
    >
      <span className="min-w-0 grow">Agents, tags and keys could not be searched: {error}</span>
      {retry ? (
        <Button size="small" onClick={retry}>
          Try again
        </Button>
      ) : null}
    </p>
  );
}
