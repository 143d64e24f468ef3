/**
 * The name of an empty file that marks the folder a fork publishes in, which is inside a folder of the original run.
 * Code that reads the outer folder recursively skips marked folders, because the fork's documents have the same names.
 */
export const forkMark = '.fork';
