"use client";
import { Link2, LogOut, PanelLeft } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type Command, useCommands } from "../keys";
import { copyText, toast, useDensity } from "../ui";
import { DENSITIES, THEMES } from "./look-switches";
import { PLACES } from "./places";
import { useSignOut } from "./use-sign-out";

/** What can be done on every page. */
export function useShellCommands(toggleSidebar: () => void): void {
  const router = useRouter();
  const signOut = useSignOut();
  useCommands([
    ...PLACES.map(({ command, label, href, icon: Icon }) => ({
      id: command,
      title: label,
      section: "Go to",
      icon: <Icon aria-hidden />,
      run: () => router.push(href),
    })),
    { id: "filter.focus", run: focusFilter },
    // What the same keys have opened, while they are still held, is not answered by them.
    { id: "confirm", run: (event) => (event?.repeat ? undefined : confirmTopmost()) },
    { id: "close", run: leaveFocus },
    {
      id: "link.copy",
      title: "Copy link to this view",
      section: "This view",
      words: ["url", "share"],
      icon: <Link2 aria-hidden />,
      run: copyLink,
    },
    {
      id: "sidebar.toggle",
      title: "Show or hide the sidebar",
      section: "Look",
      icon: <PanelLeft aria-hidden />,
      run: toggleSidebar,
    },
    ...useLookCommands(),
    {
      id: "session.signOut",
      title: "Sign out",
      section: "You",
      words: ["log out", "leave"],
      icon: <LogOut aria-hidden />,
      run: () => signOut.mutate(),
    },
  ]);
}

function useLookCommands(): readonly Command[] {
  const { resolvedTheme, setTheme } = useTheme();
  const [, setDensity] = useDensity();
  return [
    { id: "theme.next", run: () => setTheme(resolvedTheme === "dark" ? "light" : "dark") },
    ...THEMES.map(({ value, label, icon: Icon }) => ({
      id: `theme.${value}`,
      title: label,
      section: "Look",
      words: ["theme", "colour", "mode"],
      icon: <Icon aria-hidden />,
      run: () => setTheme(value),
    })),
    ...DENSITIES.map(({ value, label, icon: Icon }) => ({
      id: `density.${value}`,
      title: label,
      section: "Look",
      words: ["density", "spacing"],
      icon: <Icon aria-hidden />,
      run: () => setDensity(value),
    })),
  ];
}

/** Of the page as it stands. */
export function copyLink(): void {
  copyAddress(location.href);
}

export function copyAddress(href: string): void {
  void copyText(new URL(href, location.href).href, "link").then(
    (done) => done && toast.success("Link copied"),
  );
}

/** A page marks its filter with `data-filter`; else its first search field is meant. */
function focusFilter(): void {
  const main = document.getElementById("main");
  const field =
    main?.querySelector<HTMLElement>("[data-filter]") ??
    main?.querySelector<HTMLElement>('input[type="search"]') ??
    main?.querySelector<HTMLElement>('[role="combobox"]');
  field?.focus();
}

/** Presses the confirming button of the dialog on top, or sends its form. */
function confirmTopmost(): void {
  const dialogs = document.querySelectorAll('[role="dialog"],[role="alertdialog"]');
  const top = dialogs.item(dialogs.length - 1) ?? document.activeElement;
  const button = top?.querySelector<HTMLElement>("[data-confirm]");
  if (button) button.click();
  else (top?.querySelector("form") ?? top?.closest("form"))?.requestSubmit();
}

/** Dialogs and menus close by themselves; on the page itself the focus goes back to the page. */
function leaveFocus(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
