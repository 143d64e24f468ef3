/** Three significant digits, without an exponent. */
export function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (Number.isInteger(value)) return minus(String(value));
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return minus(value.toFixed(digits));
}

export function probability(value: number | undefined): string {
  if (value === undefined) return '–';
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

export function range(interval: { low: number; high: number } | undefined): string {
  return interval ? `[${number(interval.low)}, ${number(interval.high)}]` : '–';
}

function minus(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
