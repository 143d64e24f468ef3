/**
 * The version of what a config means. Whatever changes identity raises it: a default, the layout of a prompt, a random
 * draw, a field of the plan line. A run directory of another version is never continued, because its jobs would be
 * made in two ways under one name. 1 was that of version 0.1.
 */
export const planVersion = 4;
