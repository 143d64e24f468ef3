/** Where a loader reports what it chose and what it had to change; it never prints on stdout. */
export type BackendLog = (level: 'debug' | 'info' | 'warn', text: string) => void;
