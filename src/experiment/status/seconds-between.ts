/** Of the time between a moment in a status and now, on clocks that may differ. */
export function secondsBetween(from: string, now: Date): number {
  return Math.max(0, (now.getTime() - Date.parse(from)) / 1000);
}
