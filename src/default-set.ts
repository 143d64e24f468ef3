/** The name of the annotation set that is made without `--as`. */
export const defaultSet = 'default';

/** Names of other sets; in words: at most 24 lowercase letters and digits, with single dots, hyphens or underscores. */
export function isSetName(text: string): boolean {
  return text.length <= 24 && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(text) && text !== defaultSet;
}
