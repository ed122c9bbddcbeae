import correct from "spdx-correct";
import satisfies from "spdx-satisfies";
import { PermanentError } from "#server/executors/task/index";

export type License = {
  /** SPDX expression; `null` where none is stated or recognised. */
  readonly expression: string | null;
  /** The words it was read from. */
  readonly declared: string | null;
  readonly from: "package.json" | "licence file" | "lockfile" | "nowhere";
};

export type Policy = {
  /** Every package must be usable under these alone. */
  readonly allow?: readonly string[] | undefined;
  /** No package may need one of these. */
  readonly deny?: readonly string[] | undefined;
  /** Names of packages that the policy leaves out. */
  readonly ignore?: readonly string[] | undefined;
};

/** The licence that is stated first: by the manifest, else by the title of a licence file. */
export function licenseOf(manifest: unknown, fileTitle: string | null): License {
  const declared = declaredIn(manifest);
  const expression = declared === null ? null : toSpdx(declared);
  if (expression !== null) return { expression, declared, from: "package.json" };
  const titled = fileTitle === null ? null : toSpdx(fileTitle);
  if (titled !== null) return { expression: titled, declared: declared ?? fileTitle, from: "licence file" };
  return { expression: null, declared, from: declared === null ? "nowhere" : "package.json" };
}

export function licenseOfLockfile(declared: string | null): License {
  if (declared === null) return { expression: null, declared, from: "nowhere" };
  return { expression: toSpdx(declared), declared, from: "lockfile" };
}

function declaredIn(manifest: unknown): string | null {
  if (typeof manifest !== "object" || manifest === null) return null;
  const stated = "license" in manifest ? manifest.license : "licenses" in manifest ? manifest.licenses : null;
  const names = (Array.isArray(stated) ? stated : [stated]).map(nameOf).filter((name) => name !== null);
  return names.length > 1 ? `(${names.join(" OR ")})` : (names[0] ?? null);
}

function nameOf(stated: unknown): string | null {
  if (typeof stated === "string") return stated.trim().slice(0, 200) || null;
  const typed = typeof stated === "object" && stated !== null && "type" in stated ? stated.type : null;
  return typeof typed === "string" ? typed.slice(0, 200) : null;
}

function toSpdx(words: string): string | null {
  if (/^(unlicensed|see licen[cs]e in)/i.test(words)) return null;
  const bare = words.replace(/\s+licen[cs]e\b.*$/i, "");
  return correct(words, { upgrade: false }) ?? correct(bare, { upgrade: false });
}

/** Refuses a policy that names what is not a single SPDX licence, so that it cannot pass silently. */
export function checkPolicy(policy: Policy): Policy {
  for (const list of ["allow", "deny"] as const) {
    policy[list]?.forEach((id, index) => {
      try {
        satisfies("MIT", [id]);
      } catch {
        const hint = correct(id);
        const place = `policy.${list}[${index}]`;
        const fix = hint && !/ (AND|OR) /.test(hint) ? `; did you mean ${hint}?` : "";
        throw new PermanentError("PolicyInvalid", `${place}: "${id}" is not one SPDX licence${fix}`, {
          place,
        });
      }
    });
  }
  return policy;
}

/** Why a package breaks the policy, in words; `null` when it does not. */
export function violationOf(policy: Policy, name: string, expression: string | null): string | null {
  if (policy.ignore?.includes(name)) return null;
  if (expression === null) return policy.allow ? "no licence is stated that could be allowed" : null;
  if (policy.deny && !avoidable(expression, policy.deny))
    return `needs ${expression}, which the policy denies`;
  if (policy.allow && !satisfies(expression, policy.allow))
    return `needs ${expression}, which the policy does not allow`;
  return null;
}

/** Whether some alternative of the expression gets by without a denied licence. */
function avoidable(expression: string, deny: readonly string[]): boolean {
  const licenses = expression.split(/\s+(?:AND|OR)\s+|[()]/).map((part) => part.trim());
  const fine = licenses.filter((license) => license !== "" && !satisfies(license, deny));
  return fine.length > 0 && satisfies(expression, fine);
}
