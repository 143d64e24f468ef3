/** Who discusses what in one replicate, as indices into the pools. */
export interface Setup {
  /** From 1. */
  replicate: number;
  topic: number;
  /** In seating order. */
  personas: readonly number[];
}

export interface Pools {
  seats: number;
  topics: number;
  personas: number;
}
