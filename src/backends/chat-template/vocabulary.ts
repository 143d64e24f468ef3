/** What rendering and tokenizing a prompt need from an engine. */
export interface Vocabulary {
  /** What templates write for BOS and EOS; empty if the tokenizer has none. */
  bosText: string;
  eosText: string;
  /** The token that every prompt begins with, where the tokenizer asks for one. */
  leadingBos?: number | undefined;
  /** Texts that the tokenizer reads as one token, wherever they stand. */
  specialTexts: readonly string[];
  /** Special texts become their tokens. `continues`: the text follows another one, so no space may be added in front. */
  tokenize: (text: string, continues: boolean) => number[];
}
