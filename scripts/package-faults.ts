/** What a person has read and allowed: see `package-lists.json`. */
export interface PackageLists {
  /** Why each package may have an install script. `.npmrc` keeps npm from running any of them. */
  withInstallScripts: Readonly<Record<string, string>>;
  /** Everything that a user's `npm install` may bring, with what these packages bring in turn. */
  production: readonly string[];
}

export interface LockFile {
  packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  integrity?: string;
  resolved?: string;
  link?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
  optionalDependencies?: Readonly<Record<string, string>>;
}

/** A range of versions, as only a registry understands it; an alias of a package has one too. */
const range = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?[\s\d.xX*<>=~^|v-]+(-?[\w.+-]*)$/;
/** npm checks what it downloads against this sum; older kinds can be forged. */
const strongSum = /^sha512-[\w+/]{86}==$/;

/** One sentence for everything in a lock file that nobody has allowed. */
export function packageFaults({ packages }: LockFile, lists: PackageLists): string[] {
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  return [
    ...Object.entries(packages).flatMap(([path, one]) => sourceFaults(path === '' ? 'syndisco' : path, one)),
    ...installed.flatMap(([path, one]) => sumFaults(path, one)),
    ...compareLists('has an install script', {
      found: namesOf(installed.filter(([, { hasInstallScript = false }]) => hasInstallScript)),
      listed: Object.keys(lists.withInstallScripts),
    }),
    ...compareLists("is part of every user's installation", {
      found: namesOf(installed.filter(([, { dev = false, devOptional = false }]) => !dev && !devOptional)),
      listed: lists.production,
    }),
  ];
}

/** Packages come from the registry that npm is set to, and from nowhere else. */
function sourceFaults(path: string, one: LockedPackage): string[] {
  const asked = { ...one.dependencies, ...one.devDependencies, ...one.optionalDependencies };
  const elsewhere = Object.entries(asked).filter(([, version]) => !range.test(version));
  return [
    ...(one.resolved === undefined ? [] : [`${path} names the place that it comes from: ${one.resolved}`]),
    ...(one.link ? [`${path} is a link to a folder`] : []),
    ...elsewhere.map(([name, version]) => `${path} asks for ${name} as ${version}, which is no range of versions`),
  ];
}

function sumFaults(path: string, { integrity = 'none' }: LockedPackage): string[] {
  return strongSum.test(integrity) ? [] : [`${path} has no SHA-512 sum, but ${integrity}`];
}

function namesOf(installed: readonly (readonly [path: string, LockedPackage])[]): ReadonlySet<string> {
  return new Set(installed.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
}

function compareLists(what: string, names: { found: ReadonlySet<string>; listed: readonly string[] }): string[] {
  const { found, listed } = names;
  const added = [...found].filter((name) => !listed.includes(name));
  const gone = listed.filter((name) => !found.has(name));
  return [
    ...added.map((name) => `${name} ${what}, but is not on the list`),
    ...gone.map((name) => `${name} is on the list of what ${what}, but the lock file has it no longer`),
  ];
}
