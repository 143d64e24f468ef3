import { inWords, type ConfigReading } from '../config-reading.js';
import type { Path } from '../../source/positioned-document.js';

/**
 * The value of a key that has two names, or two keys of which one is enough. Both together contradict each other: nobody
 * could say which one was meant to count.
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
    const what = `${second} stands beside ${first} (${other}), and they mean the same.`;
    reading.reportContradiction([...section, second], what, 'Remove one of them.');
  }
  return given?.[first] ?? given?.[second];
}
