/** An input file as it was read: its text whole, byte order mark included. */
export interface InputFile {
  path: string;
  text: string;
}
