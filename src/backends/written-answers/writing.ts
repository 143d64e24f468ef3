/** An answer as far as it is written, in bytes of UTF-8: tokens may end in the middle of a character. */
export interface Writing {
  /** With one more byte; undefined if no valid answer goes on like that. */
  next: (byte: number) => Writing | undefined;
  /** It is complete, and nothing may follow. */
  isWhole?: true;
}

const encoder = new TextEncoder();
const whole: Writing = { isWhole: true, next: () => undefined };

/** How every answer ends: it is the only one in its object. */
export const end = spell('}', whole);

/** Exactly this text, then what may follow it. */
export function spell(text: string, then: Writing): Writing {
  const bytes = encoder.encode(text);
  const from = (at: number): Writing =>
    at === bytes.length ? then : { next: (byte) => (byte === bytes[at] ? from(at + 1) : undefined) };
  return from(0);
}

export function anyOf(ways: readonly Writing[]): Writing {
  const [only, ...others] = ways;
  if (only && others.length === 0) return only;
  return {
    next: (byte) => {
      const left = ways.flatMap((way) => way.next(byte) ?? []);
      return left.length === 0 ? undefined : anyOf(left);
    },
  };
}
