/** The name under which a moderator posts. */
export const moderatorName = 'moderator';
