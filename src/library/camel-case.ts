type CamelCase<Key extends string> = Key extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Key;

/** A section of the config with its keys in TypeScript's habit. */
export type InCamelCase<Section> = { [Key in keyof Section as CamelCase<Key & string>]: Section[Key] };

/**
 * The section of the config that these options are, without those that are undefined. Keys inside of values are the user's
 * own and stay.
 */
export function inSnakeCase<Section>(options: Undefinable<InCamelCase<Section>> & object): Section {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [snakeCase(key), value])) as Section;
}

/** With the same keys. */
export function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

/** `num_turns` as `numTurns`. */
export function camelCase(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

type Undefinable<Options> = { [Key in keyof Options]: Options[Key] | undefined };

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
