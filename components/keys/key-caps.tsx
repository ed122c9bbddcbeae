"use client";
import { Fragment, useSyncExternalStore } from "react";
import { cx, Kbd } from "../ui";
import { capsOf, spoken } from "./model/caps";
import { shortcutOf } from "./model/keymap";

const never = () => () => undefined;
const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

export function useIsMac(): boolean {
  return useSyncExternalStore(never, isMac, () => false);
}

/** Keys of a command as small caps; nothing when it has none. `first` shows one way of several. */
export function KeyCaps({
  id,
  first = false,
  className,
}: {
  readonly id: string;
  readonly first?: boolean;
  readonly className?: string;
}) {
  const mac = useIsMac();
  const shortcut = shortcutOf(id);
  if (!shortcut) return null;
  const ways = first ? shortcut.keys.slice(0, 1) : shortcut.keys;
  return (
    <span className={cx("inline-flex shrink-0 items-center gap-1", className)}>
      {ways.map((keys, way) => (
        <Fragment key={keys}>
          {way > 0 ? <span className="text-ink-faint text-micro">or</span> : null}
          {capsOf(keys, mac).map((press, at) => (
            <Fragment key={press.join()}>
              {at > 0 ? <span className="text-ink-faint text-micro">then</span> : null}
              {press.map((cap) => (
                <Kbd key={cap}>{cap}</Kbd>
              ))}
            </Fragment>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

/** `Ctrl+B`, for titles of buttons; empty when the command has no keys. */
export function useSpokenKeys(id: string): string {
  const mac = useIsMac();
  const keys = shortcutOf(id)?.keys[0];
  return keys ? spoken(keys, mac) : "";
}
