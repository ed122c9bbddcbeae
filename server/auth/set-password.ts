import { ServiceError } from "../services/errors.ts";
import { hashPassword } from "./password-hash.ts";
import { MAX_PASSWORD, passwordWeakness } from "./password-rules.ts";

type Person = { readonly email?: string | null; readonly name?: string | null };

/** The hash of a password that somebody chose. @throws ServiceError VALIDATION that says what to change. */
export async function newPasswordHash(password: unknown, person: Person): Promise<string> {
  const text = typeof password === "string" && password.length <= 4 * MAX_PASSWORD ? password : "";
  const weakness = passwordWeakness(text, person);
  if (weakness !== null) throw wrong("/password", weakness);
  return hashPassword(text);
}

export function wrong(path: string, message: string): ServiceError {
  return new ServiceError("VALIDATION", message, [{ path, message }]);
}
