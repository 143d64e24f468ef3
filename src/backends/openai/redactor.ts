/** Shorter words are no secrets, and would be found everywhere. */
const shortest = 6;

/** Takes the key, and the words of `extra_body`, out of what servers say: some repeat in a refusal what they were sent. */
export function redactor(key: string | undefined, extraBody: object): (text: string) => string {
  const words = textsIn(extraBody).flatMap((text) => [
    ...text.split(/\s+/),
    ...JSON.stringify(text).slice(1, -1).split(/\s+/),
  ]);
  const secrets = new Set(
    words.filter((word) => word.length >= shortest).sort((one, other) => other.length - one.length),
  );
  return (text) => {
    const kept = key ? text.replaceAll(key, '[key]') : text;
    return [...secrets].reduce((rest, secret) => rest.replaceAll(secret, '[extra_body]'), kept);
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
