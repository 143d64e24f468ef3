/** A file that takes longer to read is better read by another thread. */
const longMs = 0.5;
/** One of so many slow files is read without one, in case files come faster now. */
const triedOnceIn = 64;
/** What one more file counts in the share of slow ones. */
const weight = 1 / 16;

export interface Pace {
  /** Whether to read the next file while nothing else is done. */
  mayBlock(): boolean;
  /** Notes how long that took. */
  note(milliseconds: number): void;
}

/** Judges by the files that were read last: it may block unless most took long. A busy processor delays but a few. */
export function watchPace(): Pace {
  let slow = 0;
  let waiting = 0;
  return {
    mayBlock() {
      if (slow < 0.5) return true;
      waiting = (waiting + 1) % triedOnceIn;
      return waiting === 0;
    },
    note(milliseconds) {
      slow += (Number(milliseconds > longMs) - slow) * weight;
    },
  };
}
