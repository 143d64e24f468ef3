const pattern = /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)(?:-(\d\d))?$/;

/**
 * `25-02-01-10-30` as `2025-02-01T10:30`: ISO 8601 in local time. The file has no time zone and, in the older form, no
 * seconds, so none are added. A text in another form is returned unchanged.
 */
export function isoFromOriginal(timestamp: string): string {
  const [, year, month, day, hour, minute, second] = pattern.exec(timestamp) ?? [];
  if (!year || !month || !day || !hour || !minute) return timestamp;
  const seconds = second ? `:${second}` : '';
  return `20${year}-${month}-${day}T${hour}:${minute}${seconds}`;
}
