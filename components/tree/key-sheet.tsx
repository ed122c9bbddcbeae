"use client";
import { Dialog, Kbd, useModKey } from "../ui";
import { KEY_HELP } from "./model/keys";

export function KeySheet({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const mod = useModKey();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys of this page" className="sm:max-w-md">
      <dl className="grid gap-2 overflow-y-auto p-4">
        {KEY_HELP.map(({ keys, text }) => (
          <div key={text} className="flex items-center justify-between gap-4">
            <dt className="text-ink-muted">{text}</dt>
            <dd className="flex shrink-0 gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key === "Mod" ? mod : key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
