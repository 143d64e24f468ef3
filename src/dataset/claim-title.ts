/** Takes a title that no other column has: two columns of one name cannot be told apart in a data frame. */
export function claimTitle(wanted: string, taken: Set<string>): string {
  let title = wanted;
  while (taken.has(title)) title += '_trait';
  taken.add(title);
  return title;
}
