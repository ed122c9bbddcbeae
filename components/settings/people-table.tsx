"use client";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Ago, Badge, Button, Menu, Select, Td } from "../ui";
import { ActingTable } from "./acting-table";
import { rolesUpTo } from "./model/places";
import { type PersonAct, PersonConfirm } from "./person-confirm";

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: string;
  readonly disabled: boolean;
  readonly sessions: number;
  readonly lastSeenAt: string | null;
};
type TableProps = { readonly rows: readonly Person[]; readonly role: string; readonly ownId: string };

export function PeopleTable({ rows, role, ownId }: TableProps) {
  const [act, setAct] = useState<PersonAct | null>(null);
  return (
    <>
      <ActingTable
        label="Accounts"
        testId="people"
        heads={["Name", "E-mail", "Role", "Sessions", "Last seen"]}
      >
        {rows.map((person) => (
          <PersonRow key={person.id} person={person} role={role} own={person.id === ownId} onAct={setAct} />
        ))}
      </ActingTable>
      <PersonConfirm act={act} onClose={() => setAct(null)} />
    </>
  );
}

type RowProps = {
  readonly person: Person;
  readonly role: string;
  readonly own: boolean;
  readonly onAct: (act: PersonAct) => void;
};

function PersonRow({ person, role, own, onAct }: RowProps) {
  const touchable = person.role !== "owner" || role === "owner";
  return (
    <tr>
      <Td className="max-w-64">
        <span className="flex items-center gap-1.5">
          <span className="truncate" title={person.name}>
            {person.name}
          </span>
          {own ? <Badge>you</Badge> : null}
          {person.disabled ? <Badge>disabled</Badge> : null}
        </span>
      </Td>
      <Td className="max-w-56 truncate text-ink-muted" title={person.email ?? undefined}>
        {person.email ?? "none"}
      </Td>
      <Td>
        {touchable ? (
          <Select
            label={`Role of ${person.name}`}
            value={person.role}
            options={rolesUpTo(role).map((name) => ({ value: name, label: name }))}
            onChange={(next) => next !== person.role && onAct({ kind: "role", person, role: next })}
          />
        ) : (
          person.role
        )}
      </Td>
      <Td>{person.sessions}</Td>
      <Td>{person.lastSeenAt ? <Ago at={person.lastSeenAt} /> : "never"}</Td>
      <Td align="right">{touchable && !own ? <PersonMenu person={person} onAct={onAct} /> : null}</Td>
    </tr>
  );
}

function PersonMenu({ person, onAct }: Pick<RowProps, "person" | "onAct">) {
  const items = [
    { label: "End sessions", onSelect: () => onAct({ kind: "sessions", person }) },
    person.disabled
      ? { label: "Enable", onSelect: () => onAct({ kind: "enable", person }) }
      : { label: "Disable", onSelect: () => onAct({ kind: "disable", person }) },
    { label: "Remove", danger: true, onSelect: () => onAct({ kind: "remove", person }) },
  ];
  return (
    <Menu
      align="end"
      items={items}
      trigger={
        <Button look="quiet" size="icon" aria-label={`More for ${person.name}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    />
  );
}
