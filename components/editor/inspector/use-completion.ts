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
  const complete = useCompletionAt([name], as === "expression" ? as : "template");
  return as === "expression" || as === "template" ? complete : null;
}

/** The same for a part of a field. */
export function useCompletionAt(field: FieldPath, as: "expression" | "template"): Complete {
  const { store } = useEditing();
  const place = useContext(FormPlace);
  return (text, caret) => completeField(store.get().graph, [...place, ...field], { text, caret, as });
}
