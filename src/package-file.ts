/** A file of this package, by its path from the package's root. The bundle of `npm run build` is one folder deep, as src/ is. */
export function packageFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
