const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the database can be asked for it: of another text it would say that it is malformed. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
