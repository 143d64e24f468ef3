/** `2 d 3 h`, `3 h 12 min`, `4 min 10 s`, `8.5 s`: at most two units, since an estimate is no more precise than that. */
export function describeDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];
  const whole = Math.round(seconds);
  const first = units.findIndex(([, size]) => whole >= size);
  const parts = units.slice(first, first + 2).map(([name, size], index, shown) => {
    const rest = index === 0 ? whole : whole % (shown[0]?.[1] ?? 1);
    return [Math.floor(rest / size), name] as const;
  });
  return parts
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(' ');
}
