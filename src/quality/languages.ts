type RankLanguages = (text: string) => readonly (readonly [language: string, score: number])[];

let rank: RankLanguages | undefined;

/** Reads the languages' trigrams, which take longer than the rest of the program. Without it, no drift is found. */
export async function loadLanguages(): Promise<void> {
  rank = (await import('franc-min')).francAll;
}

/** Languages by how well a text fits, from 1; empty before `loadLanguages`. */
export function rankLanguages(text: string): ReturnType<RankLanguages> {
  return rank?.(text) ?? [];
}
