/**
 * `model-small.moderation-none`: the factors in alphabetical order, so that reordering them in the file does not rename
 * conditions.
 */
export function conditionKey(levels: Readonly<Record<string, string>>): string {
  return Object.keys(levels)
    .sort()
    .map((factor) => `${factor}-${levels[factor] ?? ''}`)
    .join('.');
}
