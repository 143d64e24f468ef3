import { SyndiscoError } from '../../errors.js';

/** What one check says; `todo` unless all is well. */
export interface Finding {
  check: string;
  verdict: 'ok' | 'warning' | 'failure';
  found: string;
  todo?: string;
}

/** What a user's mistake or a machine's fault is as findings; anything else is a bug and is rethrown. */
export function failuresOf(check: string, error: unknown): Finding[] {
  if (!(error instanceof SyndiscoError)) throw error;
  return error.problems.map(({ what, todo, where }) => {
    const place = where?.line === undefined ? '' : `line ${where.line}: `;
    return { check, verdict: 'failure', found: `${place}${what}`, todo };
  });
}

export function describeBytes(bytes: number): string {
  if (bytes < 1e9) return `${Math.ceil(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toLocaleString('en-US', { maximumFractionDigits: 1 })} GB`;
}
