const months = 'January February March April May June July August September October November December'.split(' ');
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const dayMs = 86_400_000;

/** Directives that are made of others. */
const composed: Readonly<Record<string, string>> = {
  ...{ c: '%a %b %e %H:%M:%S %Y', x: '%m/%d/%y', X: '%H:%M:%S', D: '%m/%d/%y', F: '%Y-%m-%d', T: '%H:%M:%S' },
  ...{ R: '%H:%M', r: '%I:%M:%S %p', h: '%b' },
};

/** Python's `strftime` of midnight of an ISO date, in English; `%-d` leaves out the zero in front. Throws for other directives. */
export function strftime(date: string, format: string): string {
  const whole = format.replace(/%([a-zA-Z%])/g, (directive, letter: string) => composed[letter] ?? directive);
  const values = valuesOf(new Date(`${date}T00:00:00Z`));
  return whole.replace(/%(-?)(.?)/gs, (directive, dash: string, letter: string) => {
    const value = Object.hasOwn(values, letter) ? values[letter] : undefined;
    if (value === undefined) throw new Error(`strftime_now does not know ${directive}`);
    return dash ? value.replace(/^[0 ]+(?=\d)/, '') : value;
  });
}

function valuesOf(day: Date): Readonly<Record<string, string>> {
  const [month = '', weekday = ''] = [months[day.getUTCMonth()], days[day.getUTCDay()]];
  const [year, date, dayOfWeek] = [String(day.getUTCFullYear()), day.getUTCDate(), day.getUTCDay()];
  const dayOfYear = Math.round((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / dayMs) + 1;
  const iso = isoWeekOf(day);
  return {
    ...{ Y: year, y: year.slice(-2), C: year.slice(0, -2), G: String(iso.year), g: String(iso.year).slice(-2) },
    ...{ m: padded(day.getUTCMonth() + 1), B: month, b: month.slice(0, 3), j: padded(dayOfYear, 3) },
    ...{ d: padded(date), e: String(date).padStart(2), A: weekday, a: weekday.slice(0, 3) },
    ...{ w: String(dayOfWeek), u: String(dayOfWeek || 7), V: padded(iso.week) },
    ...{ U: weekFrom(dayOfYear, dayOfWeek), W: weekFrom(dayOfYear, (dayOfWeek + 6) % 7) },
    ...{ H: '00', I: '12', M: '00', S: '00', f: '000000', p: 'AM', P: 'am', z: '', Z: '' },
    ...{ n: '\n', t: '\t', '%': '%' },
  };
}

/** Week of the year; the days before its first Sunday (or Monday) are in week 0. */
function weekFrom(dayOfYear: number, sinceFirstDay: number): string {
  return padded(Math.floor((dayOfYear + 6 - sinceFirstDay) / 7));
}

/** The week and year of its Thursday. */
function isoWeekOf(day: Date): { year: number; week: number } {
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * dayMs);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / dayMs / 7) + 1 };
}

function padded(number: number, digits = 2): string {
  return String(number).padStart(digits, '0');
}
