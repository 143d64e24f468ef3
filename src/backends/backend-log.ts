/** Where a loader says what it chose and what it had to change; stdout stays clean. */
export type BackendLog = (level: 'info' | 'warn', text: string) => void;
