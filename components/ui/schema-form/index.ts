export { RawButton } from "./group";
export { KIND_WORD, shapeOf } from "./model/shape";
export { SchemaFields } from "./schema-fields";
export { useSchemaForm } from "./use-schema-form";
