const thin = '\u202f';

/** The unit of shares. */
export const percentSign = `${thin}%`;

/** `54,200` with thin spaces, as in print: 54 200. */
export function whole(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, thin);
}

/** A share as per cent with one decimal; nothing of something is a plain 0. */
export function percent(count: number, of: number): string {
  if (of === 0) return '–';
  return count === 0 ? '0' : `${((100 * count) / of).toFixed(1)}${thin}%`;
}

/** Three significant digits at least; never an exponent. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return whole(value).replace('-', '−');
  const text = value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  return /^-0\.0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** A number as it is or, with a unit of shares, times 100. */
export function withUnit(value: number, unit: string | undefined): string {
  if (value === 0) return '0';
  return unit === undefined ? decimal(value) : `${(100 * value).toFixed(1).replace('-', '−')}${unit}`;
}

/** `26 Nov 2026, 14:05` in the reader's own time; without a time zone in the file, as it is there. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  if (iso === '' || Number.isNaN(date.getTime())) return iso === '' ? '–' : iso;
  return date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}
