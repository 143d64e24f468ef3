import { Script, createContext } from 'node:vm';
import type { DetectOwn, DetectedReply } from '../discussion/judge-reply.js';
import { fail } from '../errors.js';
import { importOwn } from './import-own.js';

/** The longest that a user's detector may look at one reply, in milliseconds. */
const patienceMs = 10_000;

type Finds = (raw: string, known: object) => unknown;

/**
 * Loads the user's detectors, by name; undefined if there are none. Throws SYNDISCO_DETECTOR_INVALID, also at the reply at
 * which one throws, returns something else than true or false, or does not come to an end.
 */
export async function ownDetectors(files: ReadonlyMap<string, string> = new Map()): Promise<DetectOwn | undefined> {
  if (files.size === 0) return undefined;
  const own = new Map<string, Finds>();
  for (const [name, file] of files) {
    const { finds } = await importOwn(file, (fault, cause) => invalid(file, fault, cause));
    if (typeof finds !== 'function') throw invalid(file, 'it does not export a function finds');
    own.set(name, finds as Finds);
  }
  return failingOnce((reply) =>
    [...own].filter(([name, finds]) => ask(finds, files.get(name) ?? name, reply)).map(([name]) => name),
  );
}

/** What one reply has shown is not asked again of those that come while the run ends, each of which may take as long. */
function failingOnce(detect: DetectOwn): DetectOwn {
  let failed: { cause: unknown } | undefined;
  return (reply) => {
    if (failed) throw failed.cause;
    try {
      return detect(reply);
    } catch (cause) {
      failed = { cause };
      throw cause;
    }
  };
}

function ask(finds: Finds, file: string, { raw, known, where }: DetectedReply): boolean {
  const frozen = Object.freeze({
    ...known,
    history: Object.freeze(known.history.map((one) => Object.freeze({ ...one }))),
  });
  const found = withinPatience(
    () => finds(raw, frozen),
    (fault, cause) => invalid(file, `finds ${fault} at ${where}`, cause),
  );
  if (typeof found === 'boolean') return found;
  if (found instanceof Promise) found.catch(() => undefined);
  const what = found instanceof Promise ? 'a promise (it has to answer at once)' : JSON.stringify(found);
  throw invalid(file, `finds returns ${what}, not true or false, at ${where}`);
}

/** Nothing else can end a loop in this thread. */
const script = new Script('call()');

function withinPatience(call: () => unknown, invalidAt: (fault: string, cause: unknown) => Error): unknown {
  let thrown: { cause: unknown } | undefined;
  const caught = (): unknown => {
    try {
      return call();
    } catch (cause) {
      thrown = { cause };
      return undefined;
    }
  };
  try {
    const found: unknown = script.runInContext(createContext({ call: caught }), { timeout: patienceMs });
    if (!thrown) return found;
  } catch (cause) {
    throw invalidAt(`does not come to an end within ${patienceMs / 1000} s`, cause);
  }
  throw invalidAt(`throws ${String(thrown.cause)}`, thrown.cause);
}

function invalid(file: string, fault: string, cause?: unknown): Error {
  const what = `The detector ${file} cannot be used: ${fault}.`;
  const todo =
    'Export a function finds(raw, known) that returns true or false; docs/quality.md has an example. Then run the same command again: no reply is lost.';
  return fail({ code: 'SYNDISCO_DETECTOR_INVALID', what, todo, where: { file } }, cause);
}
