import { placeholderPattern } from '../config/notify-config.js';
import type { Notice } from './notice.js';

/** A text with its placeholders filled in. */
export function fillIn(text: string, notice: Notice): string {
  return text.replace(placeholderPattern, (written, name: string) =>
    Object.hasOwn(notice, name) ? notice[name as keyof Notice] : written,
  );
}

/** The same for all texts in a JSON value; keys stay as they are. */
export function fillInAll(value: unknown, notice: Notice): unknown {
  if (typeof value === 'string') return fillIn(value, notice);
  if (Array.isArray(value)) return value.map((item) => fillInAll(item, notice));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillInAll(inner, notice)]));
}
