"use client";
import { ChevronsUpDown } from "lucide-react";
import { cx, lazyPart, MissingPopup, OnDemand } from "../ui";

export type Person = { readonly name: string; readonly role: string };

const PersonItems = lazyPart(() => import("./person-items"), MissingPopup);

/** Who is signed in, and what concerns that person. */
export function PersonMenu({ person, narrow }: { readonly person: Person; readonly narrow: boolean }) {
  const trigger = (
    <button
      type="button"
      title={narrow ? person.name : undefined}
      className={cx(
        "flex items-center gap-2 rounded text-left hover:bg-hover data-popup-open:bg-hover",
        narrow ? "size-8 justify-center" : "h-10 w-full px-1.5",
      )}
    >
      <Initials name={person.name} />
      <span className={cx("min-w-0 grow leading-4", narrow && "sr-only")}>
        <span className="block truncate text-small">{person.name}</span>
        <span className="block text-ink-faint text-micro">{person.role}</span>
      </span>
      {narrow ? null : <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />}
    </button>
  );
  return (
    <OnDemand trigger={trigger} opens="menu" ahead={PersonItems.ahead}>
      <PersonItems trigger={trigger} />
    </OnDemand>
  );
}

function Initials({ name }: { readonly name: string }) {
  const [first = "", second = ""] = name.split(/[\s._-]+/);
  return (
    <span
      aria-hidden
      className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-[10px] text-accent-ink uppercase"
    >
      {first.slice(0, 1)}
      {second.slice(0, 1)}
    </span>
  );
}
