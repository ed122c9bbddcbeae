export { RawButton } from "./group";
export type { Entry } from "./model/entry";
export { KIND_WORD, shapeOf } from "./model/shape";
export { SchemaFields } from "./schema-fields";
export { TextControl, type TextControlProps } from "./text-control";
export { type SchemaForm, useSchemaForm } from "./use-schema-form";
