/** An input file as it was read: its complete text, including a byte order mark. */
export interface InputFile {
  path: string;
  text: string;
}
