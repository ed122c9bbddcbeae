import type { ReactNode } from "react";
import type { Entry } from "./model/entry";
import type { Shape } from "./model/shape";
import type { Errors } from "./model/value";

/** What every part of a form gets; `pointer` is its place in the value. */
export type PartProps = {
  /** Draws a part inside; handed down, because parts contain each other. */
  readonly Part: (props: PartProps) => ReactNode;
  readonly shape: Shape;
  readonly entry: Entry;
  readonly required: boolean;
  /** It is an item of a list, or the chosen option of a variant, which is named and framed by the variant. */
  readonly within?: "list" | "variant" | undefined;
  /** Buttons of what it stands in, such as those that move an item. */
  readonly tools?: ReactNode;
  readonly pointer: string;
  readonly label: string;
  readonly errors: Errors;
  /** @param pointer The place that changed, whose errors are old now. */
  readonly onChange: (entry: Entry, pointer: string) => void;
  readonly onRefuse: (error: string, pointer: string) => void;
};

/** What parts of a part do not take over from it. */
export const OWN = { within: undefined, tools: null } as const;
