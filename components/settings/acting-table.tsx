import type { ReactNode } from "react";
import { Table, Th } from "../ui";
import { ScrollBox } from "./scroll-box";

type ActingTableProps = {
  readonly label: string;
  readonly heads: readonly string[];
  readonly testId: string;
  /** Rows, each with one cell more than there are heads: what can be done with it. */
  readonly children: ReactNode;
};

/** A table whose last column holds what can be done with each row. */
export function ActingTable({ label, heads, testId, children }: ActingTableProps) {
  return (
    <ScrollBox label={label}>
      <Table data-testid={testId}>
        <thead>
          <tr>
            {heads.map((head) => (
              <Th key={head}>{head}</Th>
            ))}
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </Table>
    </ScrollBox>
  );
}
