/**
 * `model-small.moderation-none`: the factors in alphabetical order, so that moving them about in the file renames
 * nothing.
 */
export function conditionKey(levels: Readonly<Record<string, string>>): string {
  return Object.keys(levels)
    .sort()
    .map((factor) => `${factor}-${levels[factor] ?? ''}`)
    .join('.');
}
