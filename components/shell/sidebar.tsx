"use client";
import { useMutation } from "@tanstack/react-query";
import { Activity, LogOut, Waypoints } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { messageOf, useTRPC } from "../providers";
import { cx, toast } from "../ui";
import { Mark } from "./mark";
import { ThemeSwitch } from "./theme-switch";

export type Person = { readonly name: string; readonly role: string };

const PLACES = [
  { href: "/workflows", label: "Workflows", icon: Waypoints },
  { href: "/runs", label: "Runs", icon: Activity },
] as const;

type SidebarProps = { readonly person: Person; readonly narrow: boolean; readonly onNavigate?: () => void };

const stay = () => undefined;

export function Sidebar({ person, narrow, onNavigate = stay }: SidebarProps) {
  return (
    <div className="flex h-full flex-col bg-panel">
      <Link
        href="/"
        onClick={onNavigate}
        className="flex h-11 shrink-0 items-center gap-2 px-3.5 font-semibold text-read tracking-tight"
      >
        <Mark />
        <span className={cx(narrow && "sr-only")}>Banyan</span>
      </Link>
      <nav aria-label="Main" className="flex grow flex-col gap-0.5 px-2 pt-2">
        {PLACES.map((place) => (
          <Place key={place.href} {...place} narrow={narrow} onNavigate={onNavigate} />
        ))}
      </nav>
      <div className={cx("flex flex-col gap-2 border-t p-2", narrow && "items-center")}>
        <ThemeSwitch narrow={narrow} />
        <PersonRow person={person} narrow={narrow} />
      </div>
    </div>
  );
}

type PlaceProps = (typeof PLACES)[number] & {
  readonly narrow: boolean;
  readonly onNavigate: () => void;
};

function Place({ href, label, icon: Icon, narrow, onNavigate }: PlaceProps) {
  const here = usePathname().startsWith(href);
  return (
    <Link
      href={href}
      onClick={onNavigate}
      aria-current={here ? "page" : undefined}
      title={narrow ? label : undefined}
      className={cx(
        "flex h-8 items-center gap-2.5 rounded px-2 text-ink-muted transition-colors hover:bg-hover hover:text-ink",
        here && "bg-hover font-medium text-ink",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className={cx(narrow && "sr-only")}>{label}</span>
    </Link>
  );
}

function PersonRow({ person, narrow }: { readonly person: Person; readonly narrow: boolean }) {
  const trpc = useTRPC();
  const signOut = useMutation(
    trpc.session.signOut.mutationOptions({
      onSuccess: () => location.assign("/sign-in"),
      onError: (error) => toast.error("You are still signed in", { description: messageOf(error) }),
    }),
  );
  return (
    <div className="flex items-center gap-2">
      <div className={cx("min-w-0 grow px-1.5 leading-4", narrow && "sr-only")}>
        <p className="truncate text-small">{person.name}</p>
        <p className="text-micro text-ink-faint">{person.role}</p>
      </div>
      <button
        type="button"
        title="Sign out"
        aria-label="Sign out"
        disabled={signOut.isPending}
        onClick={() => signOut.mutate()}
        className="flex size-8 shrink-0 items-center justify-center rounded text-ink-muted hover:bg-hover hover:text-ink"
      >
        <LogOut aria-hidden className="size-4" />
      </button>
    </div>
  );
}
