"use client";
import { Dialog } from "../ui";
import { KeyCaps } from "./key-caps";
import type { Command } from "./model/commands";
import { shortcutsByScope } from "./model/sheet";

type ShortcutSheetProps = {
  readonly commands: readonly Command[];
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Every shortcut that does something on the page as it is, what belongs to the page first. */
export function ShortcutSheet({ commands, open, onOpenChange }: ShortcutSheetProps) {
  const groups = shortcutsByScope(commands.map(({ id }) => id));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Shortcuts"
      description="Most of them rest while you type and while a dialog is open."
      className="sm:max-w-3xl"
    >
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached and scrolled by keys
        tabIndex={0}
        aria-label="All shortcuts"
        className="gap-x-8 overflow-y-auto p-4 sm:columns-2"
        data-testid="shortcut-sheet"
      >
        {groups.map(({ heading, shortcuts }) => (
          <section key={heading} className="mb-5 break-inside-avoid-column" aria-label={heading}>
            <h3 className="mb-1 font-medium text-ink-faint text-micro">{heading}</h3>
            <dl>
              {shortcuts.map(({ id, text }) => (
                <div key={id} className="flex min-h-8 items-center justify-between gap-4 border-b py-1">
                  <dt>{text}</dt>
                  <dd>
                    <KeyCaps id={id} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
