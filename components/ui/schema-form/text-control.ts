"use client";
import { type ComponentType, createContext } from "react";
import type { FieldWiring } from "../field";

export type TextControlProps = {
  readonly wiring: FieldWiring;
  readonly pointer: string;
  /** JSON, or a text of one line. */
  readonly as: "json" | "text";
  readonly text: string;
  readonly onText: (text: string) => void;
};

/** Draws the texts of a form in the place of plain fields, where whoever shows the form knows more of them. */
export const TextControl = createContext<ComponentType<TextControlProps> | null>(null);
