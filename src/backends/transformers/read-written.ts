/** The first JSON value of a text that goes on after it; undefined if there is none yet. */
export function readWritten(text: string): string | undefined {
  const [, value] = /^\s*("(?:[^"\\]|\\.)*"|[^\s",{[}][^\s",}]*(?=[\s,}]))/s.exec(text) ?? [];
  if (value === undefined) return undefined;
  try {
    JSON.parse(value);
    return value;
  } catch {
    return undefined;
  }
}
