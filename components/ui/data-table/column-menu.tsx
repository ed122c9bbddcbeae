"use client";
import { Columns3 } from "lucide-react";
import { Button } from "../button";
import { Menu } from "../menu";
import { type ColumnChoice, type ColumnFacts, isChosen, toggleColumn } from "./model/columns";

type ColumnMenuProps = {
  readonly columns: readonly (ColumnFacts & { readonly label: string })[];
  readonly choice: ColumnChoice;
  readonly onChange: (choice: ColumnChoice) => void;
};

/** Which columns a table shows. */
export function ColumnMenu({ columns, choice, onChange }: ColumnMenuProps) {
  const items = columns
    .filter((column) => !column.fixed)
    .map((column) => ({
      label: column.label,
      checked: isChosen(column, choice),
      onSelect: () => onChange(toggleColumn(columns, choice, column.id)),
    }));
  const reset = { label: "As usual", disabled: choice === null, onSelect: () => onChange(null) };
  return (
    <Menu
      align="end"
      trigger={
        <Button
          size="icon"
          look="quiet"
          aria-label="Choose columns"
          title="Choose columns"
          className="mt-0.5"
        >
          <Columns3 aria-hidden />
        </Button>
      }
      items={[{ group: "Columns", items }, "-", reset]}
    />
  );
}
