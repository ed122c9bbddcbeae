"use client";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { Button } from "../button";
import { Group } from "./group";
import { type Entry, type Kept, startEntry } from "./model/entry";
import type { ListShape } from "./model/shape";
import { OWN, type PartProps } from "./part-props";

type ListPartProps = PartProps & {
  readonly shape: ListShape;
  readonly entry: Extract<Entry, { kind: "list" }>;
};

/** Items one below the other; they can be added, removed and moved. */
export function ListPart(props: ListPartProps) {
  const { shape, entry, pointer, label, onChange } = props;
  const { items } = entry;
  const set = (next: readonly Kept[]) => onChange({ kind: "list", items: next }, pointer);
  const add = () => {
    const id = Math.max(-1, ...items.map((item) => item.id)) + 1;
    set([...items, { id, entry: startEntry(shape.item, true) }]);
  };
  const full = shape.bounds.most !== undefined && items.length >= shape.bounds.most;
  return (
    <Group {...props}>
      {items.map((item, index) => (
        <div key={item.id} className="grid min-w-0">
          <props.Part
            {...props}
            {...OWN}
            within="list"
            tools={<ItemActions items={items} index={index} label={label} onChange={set} />}
            shape={shape.item}
            entry={item.entry}
            required
            pointer={`${pointer}/${index}`}
            label={`${shape.item.label || "Item"} ${index + 1}`}
            onChange={(next, at) =>
              onChange({ kind: "list", items: items.with(index, { ...item, entry: next }) }, at)
            }
          />
        </div>
      ))}
      <Button
        size="small"
        className="w-fit"
        disabled={full}
        onClick={add}
        aria-label={`Add an item to ${label}`}
      >
        <Plus aria-hidden /> Add an item
      </Button>
    </Group>
  );
}

type ItemActionsProps = {
  readonly items: readonly Kept[];
  readonly index: number;
  readonly label: string;
  readonly onChange: (items: readonly Kept[]) => void;
};

function ItemActions({ items, index, label, onChange }: ItemActionsProps) {
  const item = items[index];
  if (!item) return null;
  const move = (by: 1 | -1) => onChange(items.toSpliced(index, 1).toSpliced(index + by, 0, item));
  const of = `item ${index + 1} of ${label}`;
  return (
    <div className="flex shrink-0">
      <Button
        size="icon-small"
        look="quiet"
        aria-label={`Move ${of} up`}
        disabled={index === 0}
        onClick={() => move(-1)}
      >
        <ArrowUp aria-hidden />
      </Button>
      <Button
        size="icon-small"
        look="quiet"
        aria-label={`Move ${of} down`}
        disabled={index === items.length - 1}
        onClick={() => move(1)}
      >
        <ArrowDown aria-hidden />
      </Button>
      <Button
        size="icon-small"
        look="quiet"
        aria-label={`Remove ${of}`}
        onClick={() => onChange(items.toSpliced(index, 1))}
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
