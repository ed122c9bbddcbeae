"use client";
import { createContext, useContext } from "react";
import { useEditing } from "../context";
import { completeField, type FieldPath } from "../model/complete-field";
import type { Control } from "../model/fields";
import type { Complete } from "./completed-text";

/** The way to what a form is about, such as a node or its body. */
export const FormPlace = createContext<FieldPath>([]);

/** What a field of the form may go on with; `null` = it holds no expressions. */
export function useCompletion(name: string, as: Control["as"]): Complete | null {
  const { store } = useEditing();
  const place = useContext(FormPlace);
  if (as !== "expression" && as !== "template") return null;
  return (text, caret) => completeField(store.get().graph, [...place, name], { text, caret, as });
}
