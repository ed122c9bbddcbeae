"use client";
import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { KeyCaps, useCommandRegistry, useSpokenKeys } from "../keys";
import { cx, Link } from "../ui";
import { DensitySwitch, ThemeSwitch } from "./look-switches";
import { Mark } from "./mark";
import { type Person, PersonMenu } from "./person-menu";
import { isAt, PLACES, type Place } from "./places";

/** How many things wait at a place, by its address. */
export type Marks = Readonly<Record<string, number>>;

type SidebarProps = {
  readonly person: Person;
  /** Name of the workspace. */
  readonly workspace: string;
  readonly narrow: boolean;
  readonly marks: Marks;
  readonly onNavigate?: () => void;
};

const stay = () => undefined;

export function Sidebar({ person, workspace, narrow, marks, onNavigate = stay }: SidebarProps) {
  return (
    <div className="flex h-full flex-col bg-panel">
      <Link
        href="/"
        onClick={onNavigate}
        className="flex h-11 shrink-0 items-center gap-2 px-3.5 font-semibold text-read tracking-tight"
      >
        <Mark />
        <span className={cx("min-w-0 truncate", narrow && "sr-only")} dir="auto" title={workspace}>
          {workspace}
        </span>
      </Link>
      <div className="px-2 pb-1">
        <SearchButton narrow={narrow} onNavigate={onNavigate} />
      </div>
      <nav aria-label="Main" className="flex grow flex-col gap-0.5 px-2 pt-1">
        {PLACES.map((place) => (
          <PlaceLink
            key={place.href}
            place={place}
            narrow={narrow}
            mark={marks[place.href] ?? 0}
            onNavigate={onNavigate}
          />
        ))}
      </nav>
      <div className={cx("flex flex-col gap-2 border-t p-2", narrow && "items-center")}>
        {narrow ? null : (
          <div className="flex items-center justify-between gap-2">
            <ThemeSwitch />
            <DensitySwitch />
          </div>
        )}
        <PersonMenu person={person} narrow={narrow} />
      </div>
    </div>
  );
}

type PartProps = { readonly narrow: boolean; readonly onNavigate: () => void };

function SearchButton({ narrow, onNavigate }: PartProps) {
  const commands = useCommandRegistry();
  const open = () => {
    onNavigate();
    commands.run("palette.open");
  };
  return (
    <button
      type="button"
      onClick={open}
      title={narrow ? "Search and act" : undefined}
      className={cx(
        "flex h-8 w-full items-center gap-2.5 rounded px-2 text-ink-muted transition-colors hover:text-ink",
        narrow ? "hover:bg-hover" : "border border-line-strong bg-raised",
      )}
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className={cx("grow text-left", narrow && "sr-only")}>
        Search<span className="sr-only"> and act</span>
      </span>
      {narrow ? null : (
        <span aria-hidden className="max-md:hidden">
          <KeyCaps id="palette.open" first />
        </span>
      )}
    </button>
  );
}

type PlaceProps = PartProps & { readonly place: Place; readonly mark: number };

function PlaceLink({ place, narrow, mark, onNavigate }: PlaceProps) {
  const { href, label, icon: Icon, command } = place;
  const here = isAt(place, usePathname());
  const keys = useSpokenKeys(command);
  return (
    <Link
      href={href}
      // The page itself holds no data: fetched beforehand, it is there at the first key.
      prefetch
      onClick={onNavigate}
      aria-current={here ? "page" : undefined}
      title={[narrow ? label : "", keys].filter(Boolean).join(" · ")}
      className={cx(
        "relative flex h-8 items-center gap-2.5 rounded px-2 text-ink-muted transition-colors hover:bg-hover hover:text-ink",
        here && "bg-hover font-medium text-ink",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className={cx("grow", narrow && "sr-only")}>{label}</span>
      {mark > 0 ? <MarkCount mark={mark} narrow={narrow} /> : null}
    </Link>
  );
}

function MarkCount({ mark, narrow }: { readonly mark: number; readonly narrow: boolean }) {
  return (
    <span
      className={cx(
        "rounded-full font-medium text-micro",
        narrow
          ? "absolute top-1 right-1 size-1.5 bg-accent [&>*]:sr-only"
          : "bg-accent-soft px-1.5 text-accent-ink",
      )}
    >
      <span>
        {mark}
        <span className="sr-only"> need you</span>
      </span>
    </span>
  );
}
