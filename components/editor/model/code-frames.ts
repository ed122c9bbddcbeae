/** What is being written at a place of a text. */
export type CodePlace = {
  readonly writing: "key" | "value";
  /** The way to the value, or to the object of which a key is written. */
  readonly path: readonly (string | number)[];
  /** Where what is being written begins, after its quote. */
  readonly from: number;
  readonly typed: string;
  readonly quoted: boolean;
  /** By depth of the path: what stands already in each object on the way, as far as it is plain. */
  readonly seen: readonly Seen[];
};
export type Seen = Readonly<Record<string, string>>;

/** An object or a list that the caret is in. */
export type Frame = {
  readonly of: "object" | "list";
  readonly column: number;
  key: string;
  index: number;
  /** What comes next in an object. */
  expects: "key" | "colon" | "value" | "comma";
  readonly seen: Record<string, string>;
};

export function frame(of: Frame["of"], column = 0): Frame {
  return { of, column, key: "", index: 0, expects: of === "object" ? "key" : "value", seen: {} };
}

export function found(
  frames: readonly Frame[],
  at: Pick<CodePlace, "writing" | "from" | "typed" | "quoted">,
): CodePlace {
  const steps = frames.map(({ of, key, index }) => (of === "object" ? key : index));
  return {
    ...at,
    path: at.writing === "key" ? steps.slice(0, -1) : steps,
    seen: frames.map(({ seen }) => seen),
  };
}
