/** `2017-02-27 03:12:31.219177+00`, with as little of it as there is; without an offset it is UTC. */
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;
/** As mail, news and Twitter write it: with the month's name and an offset, so that it has one meaning. */
const named = /[A-Za-z]{3}.*(?:[+-]\d{4}|GMT|UTC)/;
/** `201702270312` would be a moment of 1976. */
const digits = /^(?!(?:19|20)\d{10}(?:\.|$))\d{9,13}(?:\.\d+)?$/;
/** Seconds since 1970 reach it in the year 5138, milliseconds did in 1973. */
const leastMs = 1e11;

/** Milliseconds since 1970; undefined for what is no time, or may mean two (`03/04/2017`). */
export function parseTime(written: string | number): number | undefined {
  const text = String(written).trim();
  if (digits.test(text)) return Number(text) < leastMs ? Number(text) * 1000 : Number(text);
  const [, day, minutes = '00:00', seconds = ':00', fraction = '', offset = 'Z'] = iso.exec(text) ?? [];
  const ms =
    day === undefined
      ? Date.parse(named.test(text) ? text : '')
      : Date.parse(`${day}T${minutes}${seconds}${fraction.slice(0, 4)}${fullOffset(offset)}`);
  return Number.isNaN(ms) || !isDay(day) ? undefined : ms;
}

/** JavaScript takes 30 February for 2 March. */
function isDay(day: string | undefined): boolean {
  return day === undefined || new Date(day).toISOString().startsWith(day);
}

function fullOffset(offset: string): string {
  if (/^(z|utc)$/i.test(offset)) return 'Z';
  const [sign, hours, minutes] = [offset.slice(0, 1), offset.slice(1, 3), offset.slice(3).replace(':', '') || '00'];
  return `${sign}${hours}:${minutes}`;
}
