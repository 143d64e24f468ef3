/** The last of these times. */
export function lastOf(first: Date, ...others: readonly (Date | undefined)[]): Date {
  return others.reduce<Date>((last, time) => (time && time > last ? time : last), first);
}
