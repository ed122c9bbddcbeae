import * as z from "zod";
import { nodeId } from "./fields.ts";

/** Colours of what stands beside the graph; a theme says what each looks like. */
export const ASIDE_COLOURS = ["grey", "blue", "violet", "green", "amber", "red"] as const;
export type AsideColour = (typeof ASIDE_COLOURS)[number];

export const MOST_ASIDES = 500;
/** Side of a frame or note. */
export const LONGEST = 100_000;

const box = {
  x: z.number(),
  y: z.number(),
  width: z.number().min(16).max(LONGEST),
  height: z.number().min(16).max(LONGEST),
  colour: z.enum(ASIDE_COLOURS).optional(),
};

export const frameSchema = z.strictObject({
  title: z.string().max(120).optional(),
  ...box,
  /** What moves with it. A name of no node means nothing. */
  nodes: z.array(nodeId).max(5_000),
  /** Drawn as one box, its nodes hidden. */
  collapsed: z.boolean().optional(),
});
export type Frame = z.infer<typeof frameSchema>;

export const noteSchema = z.strictObject({ text: z.string().max(4_000), ...box });
export type Note = z.infer<typeof noteSchema>;

const few = { message: `at most ${MOST_ASIDES} of them` };
const isFew = (all: object) => Object.keys(all).length <= MOST_ASIDES;

/** What is drawn beside nodes and edges, for people: no run reads it. */
export const layoutSchema = z.strictObject({
  frames: z.record(nodeId, frameSchema).refine(isFew, few).optional(),
  notes: z.record(nodeId, noteSchema).refine(isFew, few).optional(),
});
