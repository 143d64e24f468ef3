/**
 * The name of the empty file in a folder that a fork publishes in, inside a folder of the run that it was forked from.
 * Whoever reads that outer folder to any depth passes over the inner one: the fork's documents have the run's names.
 */
export const forkMark = '.fork';
