"use client";
import { useId, useState } from "react";
import { FieldNote, Input } from "../../ui";

type NameInputProps = {
  readonly name: string;
  /** Whether another part has this name. */
  readonly taken: (next: string) => boolean;
  readonly onName: (next: string) => void;
  readonly readOnly?: boolean;
};

/** The name of a part. It is taken as a whole: half of a name may be that of another. */
export function NameInput({ name, taken, onName, readOnly = false }: NameInputProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const refused = typed !== null && typed !== name && taken(typed) ? `“${typed}” is there already.` : null;
  const take = () => {
    if (refused !== null) return;
    if (typed !== null && typed !== "" && typed !== name) onName(typed);
    setTyped(null);
  };
  return (
    <div className="grid min-w-0 grow gap-1">
      <Input
        aria-label={`Name of ${name}`}
        aria-invalid={refused === null ? undefined : true}
        aria-describedby={refused === null ? undefined : id}
        className="min-w-0 font-mono text-small"
        spellCheck={false}
        autoComplete="off"
        value={typed ?? name}
        readOnly={readOnly}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={take}
        onKeyDown={({ key }) => {
          if (key === "Enter") take();
          if (key === "Escape") setTyped(null);
        }}
      />
      <FieldNote id={id} error={refused ?? undefined} />
    </div>
  );
}
