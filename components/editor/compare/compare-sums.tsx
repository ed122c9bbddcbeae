"use client";
import { Checkbox, changeAddress } from "../../ui";
import { type Item, sums } from "../model/compare/compared";

/** How much differs in a line, and whether the rest is shown. */
export function CompareSums({ items, only }: { readonly items: readonly Item[]; readonly only: boolean }) {
  const words = sums(items);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-3 py-2 text-small">
      <span role="status" data-testid="compare-sums">
        {words.length === 0 ? "They do not differ." : `${words.join(", ")}.`}
      </span>
      <span className="ml-auto">
        <Checkbox checked={only} onCheckedChange={(checked) => changeAddress({ only: checked ? "1" : null })}>
          Only differences
        </Checkbox>
      </span>
    </div>
  );
}
