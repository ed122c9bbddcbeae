import type { Lockfile, Place } from "./lockfile.ts";

/** One package version; `name@version` is its key in the index and in the tree of runs. */
export type IndexedPackage = {
  readonly name: string;
  readonly version: string;
  /** Folders that hold it, in order. npm may install one version at several places. */
  readonly places: readonly string[];
  /** Keys of what it depends on, from all of its places, in order. */
  readonly dependencies: readonly string[];
  /** Optional dependencies and peers that the lockfile leaves out. */
  readonly missing: readonly string[];
  readonly dev: boolean;
  readonly optional: boolean;
  readonly peer: boolean;
  /** As the lockfile states it. */
  readonly license: string | null;
};

/** A lockfile reduced to what the recursion needs; handed down the tree by reference. */
export type LockfileIndex = {
  readonly project: string;
  readonly direct: readonly string[];
  readonly missing: readonly string[];
  readonly packages: Readonly<Record<string, IndexedPackage>>;
};

type Wanted = { readonly name: string; readonly required: boolean };
type Draft = { places: string[]; dependencies: Set<string>; missing: Set<string>; parts: Place[] };

/** Resolves every dependency as Node does, and joins the places of one version. */
export function indexLockfile(lockfile: Lockfile): LockfileIndex {
  const { packages } = lockfile;
  const drafts = new Map<string, Draft>();
  for (const [path, place] of Object.entries(packages)) {
    if (path === "" || place.link) continue;
    const key = keyOf(path, place);
    const draft = drafts.get(key) ?? { places: [], dependencies: new Set(), missing: new Set(), parts: [] };
    drafts.set(key, draft);
    draft.places.push(path);
    draft.parts.push(place);
    resolveAll(packages, path, wantedBy(path, place), draft);
  }
  const root = packages[""] ?? ({} as Place);
  const own = { dependencies: new Set<string>(), missing: new Set<string>() };
  resolveAll(packages, "", [...wantedBy("", root), ...workspacesOf(packages, root)], own);
  return {
    project: `${root.name ?? lockfile.name ?? "project"}@${root.version ?? "local"}`,
    direct: sorted(own.dependencies),
    missing: sorted(own.missing),
    packages: Object.fromEntries([...drafts].map(([key, draft]) => [key, finished(draft)])),
  };
}

/**
 * Where the package at `from` finds dependency `name`: in its own `node_modules`, else in that of each folder above it.
 * `null` when no place has it.
 */
export function resolvePlace(packages: Lockfile["packages"], from: string, name: string): string | null {
  for (let folder = from; ; folder = parentOf(folder)) {
    const place = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (!isModulesFolder(folder) && Object.hasOwn(packages, place)) return place;
    if (folder === "") return null;
  }
}

function isModulesFolder(path: string): boolean {
  return path === "node_modules" || path.endsWith("/node_modules");
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function resolveAll(
  packages: Lockfile["packages"],
  from: string,
  wanted: readonly Wanted[],
  into: { readonly dependencies: Set<string>; readonly missing: Set<string> },
): void {
  for (const { name, required } of wanted) {
    const target = targetOf(packages, resolvePlace(packages, from, name));
    const place = target === null ? undefined : packages[target];
    if (target && place) into.dependencies.add(keyOf(target, place));
    else if (target === null) into.missing.add(required ? `${name} (required)` : name);
  }
}

/** A link stands for the folder that it leads to; "" is the project itself. */
function targetOf(packages: Lockfile["packages"], found: string | null): string | null {
  const place = found === null ? undefined : packages[found];
  return place?.link ? (place.resolved ?? null) : found;
}

function wantedBy(path: string, place: Place): Wanted[] {
  const optional = Object.keys(place.optionalDependencies ?? {});
  const isOptionalPeer = (name: string) => place.peerDependenciesMeta?.[name]?.optional === true;
  const wanted = [
    ...Object.keys(place.dependencies ?? {})
      .filter((name) => !optional.includes(name))
      .map(required),
    ...optional.map((name) => ({ name, required: false })),
    ...Object.keys(place.peerDependencies ?? {}).map((name) => ({ name, required: !isOptionalPeer(name) })),
  ];
  return isOwnCode(path) ? [...wanted, ...Object.keys(place.devDependencies ?? {}).map(required)] : wanted;
}

function required(name: string): Wanted {
  return { name, required: true };
}

/** The project and its workspaces: only there are development dependencies installed. */
function isOwnCode(path: string): boolean {
  return !path.split("/").includes("node_modules");
}

/** A project depends on its workspaces without naming them as dependencies. */
function workspacesOf(packages: Lockfile["packages"], root: Place): Wanted[] {
  if (root.workspaces === undefined) return [];
  const linked = Object.entries(packages).filter(
    ([path, place]) => place.link && /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path),
  );
  return linked.map(([path]) => required(path.slice("node_modules/".length)));
}

function keyOf(path: string, place: Place): string {
  return `${nameOf(path, place)}@${place.version ?? "local"}`;
}

function nameOf(path: string, place: Place): string {
  if (place.name !== undefined) return place.name;
  const at = path.lastIndexOf("node_modules/");
  return at < 0 ? path.slice(path.lastIndexOf("/") + 1) : path.slice(at + "node_modules/".length);
}

function finished({ places, dependencies, missing, parts }: Draft): IndexedPackage {
  const first = parts[0] ?? ({} as Place);
  const every = (holds: (place: Place) => boolean | undefined) =>
    parts.every((place) => holds(place) === true);
  const stated = parts.map((place) => place.license).find((license) => typeof license === "string");
  return {
    name: nameOf(places[0] ?? "", first),
    version: first.version ?? "local",
    places: [...places].sort(),
    dependencies: sorted(dependencies),
    missing: sorted(missing),
    dev: every((place) => place.dev),
    optional: every((place) => place.optional),
    peer: every((place) => place.peer),
    license: typeof stated === "string" ? stated : null,
  };
}

/** By code unit, so that the order of children is the same everywhere. */
function sorted(values: Iterable<string>): string[] {
  return [...values].sort();
}
