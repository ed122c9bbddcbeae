export { RawButton } from "./group";
export { KIND_WORD, shapeOf } from "./model/shape";
export { SchemaFields } from "./schema-fields";
export { TextControl, type TextControlProps } from "./text-control";
export { useSchemaForm } from "./use-schema-form";
