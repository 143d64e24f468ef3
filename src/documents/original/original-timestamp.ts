const pattern = /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)(?:-(\d\d))?$/;

/**
 * `25-02-01-10-30` as `2025-02-01T10:30`: ISO 8601 in local time. The file tells neither a zone nor, in the older
 * form, seconds, so none are made up. A text of another form is handed on as it is.
 */
export function isoFromOriginal(timestamp: string): string {
  const [, year, month, day, hour, minute, second] = pattern.exec(timestamp) ?? [];
  if (!year || !month || !day || !hour || !minute) return timestamp;
  const seconds = second ? `:${second}` : '';
  return `20${year}-${month}-${day}T${hour}:${minute}${seconds}`;
}
