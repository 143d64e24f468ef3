/**
 * JSON strings are R strings, but for the escapes of NUL, which texts here never have. Beyond ASCII all is escaped: under
 * `LANG=C`, R would not find a literal of other letters among the UTF-8 of the tables, and count none.
 */
export function text(value: string): string {
  return JSON.stringify(value).replaceAll(/[^ -~]/gu, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

export function vector(values: readonly string[]): string {
  return `c(${values.map(text).join(', ')})`;
}

export function record(values: Readonly<Record<string, string>>): string {
  return `list(${Object.entries(values)
    .map(([key, value]) => `${text(key)} = ${text(value)}`)
    .join(', ')})`;
}
