/** What rendering and tokenizing a prompt need from an engine. */
export interface Vocabulary {
  /** What templates write for BOS and EOS; empty if the tokenizer has none. */
  bosText: string;
  eosText: string;
  /** The token that every prompt begins with, where the tokenizer asks for one. */
  leadingBos?: number | undefined;
  /** Texts of special tokens, such as `<|im_end|>`. */
  specialTexts: readonly string[];
  /** Other texts that the tokenizer reads as a whole: special ones, such as `<think>`, but letters and blanks as well. */
  wholeTexts: readonly string[];
  /** Special texts become their tokens. `continues`: the text follows another one, so no space may be added in front. */
  tokenize: (text: string, continues: boolean) => number[];
}

type Tokenize = (text: string) => number[];

/**
 * Some tokenizers put a space in front of every text, but not after a line break within one: a text that continues
 * another is read after one. Others read it as it is, since it could fuse with a line break.
 */
export function withContinuation(tokenize: Tokenize): Vocabulary['tokenize'] {
  const lead = tokenize('\n');
  const afterBreak = (text: string): number[] | undefined => {
    const whole = tokenize(`\n${text}`);
    return lead.every((token, at) => whole[at] === token) ? whole.slice(lead.length) : undefined;
  };
  const addsSpace = afterBreak('|')?.join() !== tokenize('|').join();
  return (text, continues) => (continues && addsSpace ? afterBreak(text) : undefined) ?? tokenize(text);
}
