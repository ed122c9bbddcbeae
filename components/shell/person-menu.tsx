"use client";
import { Menu } from "@base-ui/react/menu";
import { ChevronsUpDown, Keyboard, LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { KeyCaps, useCommandRegistry } from "../keys";
import { cx } from "../ui";
import { useSignOut } from "./use-sign-out";

export type Person = { readonly name: string; readonly role: string };

const row =
  "flex h-8 cursor-default items-center gap-2 rounded-sm px-2 text-ui outline-none data-highlighted:bg-hover [&_svg]:size-3.5 [&_svg]:text-ink-muted";

/** Who is signed in, and what concerns that person. */
export function PersonMenu({ person, narrow }: { readonly person: Person; readonly narrow: boolean }) {
  const commands = useCommandRegistry();
  const signOut = useSignOut();
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`${person.name}, ${person.role}`}
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
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={6} className="z-50">
          <Menu.Popup className="min-w-52 animate-appear rounded-lg bg-raised p-1 shadow-float outline-none">
            <Item onSelect={() => commands.run("keys.show")} icon={<Keyboard aria-hidden />}>
              Shortcuts
              <KeyCaps id="keys.show" className="ml-auto" />
            </Item>
            <Menu.Separator className="my-1 h-px bg-line" />
            <Item onSelect={() => signOut.mutate()} icon={<LogOut aria-hidden />}>
              Sign out
            </Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

type ItemProps = { readonly onSelect: () => void; readonly icon: ReactNode; readonly children: ReactNode };

function Item({ onSelect, icon, children }: ItemProps) {
  return (
    <Menu.Item onClick={onSelect} className={row}>
      {icon}
      {children}
    </Menu.Item>
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
