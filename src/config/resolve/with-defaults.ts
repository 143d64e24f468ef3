import type { Path } from '../../source/positioned-document.js';
import { schemaAt } from '../../source/schemas.js';

/** A section in which only keys without a default may be missing. */
export type Filled<Section, Open extends keyof Section> = Pick<Section, Open> & {
  [Key in Exclude<keyof Section, Open>]-?: Exclude<Section[Key], undefined>;
};

/**
 * Fills a section of the config with the schema's defaults. `open` names the keys without a default, which the caller
 * resolves.
 */
export function withDefaults<Section extends object, Open extends keyof Section = never>(
  section: Path,
  given: Section | undefined,
  open: readonly Open[] = [],
): Filled<Section, Open> {
  const properties = schemaAt('config', section)?.properties ?? {};
  const closed = Object.entries(properties).filter(([key]) => !open.some((name) => name === key));
  const defaults = closed.map(([key, { default: value }]) => {
    if (value === undefined) throw new Error(`the schema has no default for ${[...section, key].join('.')}`);
    return [key, value];
  });
  return { ...Object.fromEntries(defaults), ...given } as Filled<Section, Open>;
}
