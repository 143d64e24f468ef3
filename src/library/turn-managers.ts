/** Decides who speaks next. */
export abstract class TurnManager {
  /** Its name in a config. */
  abstract readonly type: string;
  /** From 0 to 1, for those that have one. */
  abstract readonly respondProbability: number | undefined;
}

/** Participants in the order of their seats. */
export class RoundRobin extends TurnManager {
  readonly type = 'round_robin';
  readonly respondProbability = undefined;
}

/** Anyone but the last speaker, each equally likely. */
export class Random extends TurnManager {
  readonly type = 'random';
  readonly respondProbability = undefined;
}

interface Responding {
  /** From 0 to 1; 0.5 if absent. */
  respondProbability?: number;
}

/** The second-to-last speaker answers with `respondProbability`; otherwise it is anyone but the last. */
export class RandomWeighted extends TurnManager {
  readonly type = 'random_weighted';
  readonly respondProbability: number | undefined;

  constructor({ respondProbability }: Responding = {}) {
    super();
    this.respondProbability = respondProbability;
  }
}

/** Who was addressed as @name answers with `respondProbability`; otherwise it is anyone but the last. */
export class Mention extends TurnManager {
  readonly type = 'mention';
  readonly respondProbability: number | undefined;

  constructor({ respondProbability }: Responding = {}) {
    super();
    this.respondProbability = respondProbability;
  }
}
