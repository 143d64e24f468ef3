import { inWords, type ConfigReading } from '../config-reading.js';
import type { Path } from '../../source/positioned-document.js';

/**
 * The value of a key with two names, or of two keys of which one is enough. Both together are reported, because the
 * intended one is unknown.
 */
export function chooseSpelling<Section extends object, Key extends keyof Section & string>(
  reading: ConfigReading,
  section: Path,
  given: Section | undefined,
  [first, second]: readonly [Key, Key],
): Section[Key] | undefined {
  const { document } = reading;
  if (document.has([...section, first]) && document.has([...section, second])) {
    const other = inWords(document.whereKey([...section, first]));
    const what = `${second} and ${first} (${other}) have the same meaning; only one may be given.`;
    reading.reportContradiction([...section, second], what, 'Remove one of them.');
  }
  return given?.[first] ?? given?.[second];
}
