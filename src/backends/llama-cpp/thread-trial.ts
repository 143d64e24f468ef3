export interface Setting {
  threads: number;
  /** Milliseconds per unit of work. */
  pace: number;
}

/** Steps of real work with other threads. */
export interface Trial {
  readonly threads: number;
  /** Returns the setting to keep when the trial is over. */
  note(ms: number, work: number): Setting | undefined;
}

/** Fewer say too little about a number of threads. */
export const fewestSteps = 5;
/** Another number of threads must bring a step down to this share of the time. */
const worthwhile = 0.95;
/** A number of threads that takes this many times longer than the best ends the search for fewer. */
const hopeless = 1.25;
const trialMs = 250;
/** Steps that take seconds are too expensive to try many of. */
const longTrialMs = 2000;

/** Tries fewer and fewer threads until they are clearly too few. */
export class Descent implements Trial {
  #best: Setting;
  #tally = new Tally();

  constructor(
    readonly from: Setting,
    private readonly left: number[],
  ) {
    this.#best = from;
  }

  get threads(): number {
    return this.left[0] ?? this.#best.threads;
  }

  note(ms: number, work: number): Setting | undefined {
    this.#tally.add(ms, work);
    if (!this.#tally.isEnough) return undefined;
    const tried = { threads: this.threads, pace: this.#tally.pace };
    const isHopeless = tried.pace > this.#best.pace * hopeless;
    if (tried.pace < this.#best.pace * worthwhile) this.#best = tried;
    this.#tally = new Tally();
    this.left.shift();
    return isHopeless || this.left.length === 0 ? this.#best : undefined;
  }
}

/** Tries more threads, for a single step unless they promise to be faster. */
export class Probe implements Trial {
  readonly #tally = new Tally();

  constructor(
    private readonly from: Setting,
    readonly threads: number,
  ) {}

  note(ms: number, work: number): Setting | undefined {
    this.#tally.add(ms, work);
    const { pace, isEnough } = this.#tally;
    if (pace > this.from.pace * worthwhile) return this.from;
    return isEnough ? { threads: this.threads, pace } : undefined;
  }
}

/** Milliseconds of steps, against the work in them. */
export class Tally {
  ms = 0;
  steps = 0;
  #work = 0;

  add(ms: number, work: number): void {
    this.ms += ms;
    this.#work += work;
    this.steps += 1;
  }

  get pace(): number {
    return this.ms / this.#work;
  }

  /** Whether to stop waiting for steps that say something. */
  get isTooMuch(): boolean {
    return this.steps >= fewestSteps || this.ms >= longTrialMs;
  }

  get isEnough(): boolean {
    return (this.steps >= fewestSteps && this.ms >= trialMs) || (this.steps > 1 && this.ms >= longTrialMs);
  }
}
