const months = 'January February March April May June July August September October November December'.split(' ');
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Python's `strftime` of midnight of an ISO date, in English; `%-d` leaves out the zero in front. */
export function strftime(date: string, format: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return format.replace(/%(-?)([a-zA-Z%])/g, (directive, dash: string, letter: string) => {
    const value = valueOf(day, letter) ?? directive;
    return dash ? value.replace(/^0+(?=\d)/, '') : value;
  });
}

function valueOf(day: Date, letter: string): string | undefined {
  const [month = '', weekday = ''] = [months[day.getUTCMonth()], days[day.getUTCDay()]];
  const [year, date] = [String(day.getUTCFullYear()), padded(day.getUTCDate())];
  const values: Readonly<Record<string, string>> = {
    ...{ Y: year, y: year.slice(-2), m: padded(day.getUTCMonth() + 1), d: date, B: month, b: month.slice(0, 3) },
    ...{ A: weekday, a: weekday.slice(0, 3), H: '00', I: '12', M: '00', S: '00', p: 'AM', '%': '%' },
    ...{ F: day.toISOString().slice(0, 10), T: '00:00:00' },
  };
  return values[letter];
}

function padded(number: number): string {
  return String(number).padStart(2, '0');
}
