import { SyndiscoError } from '../../src/errors.js';

/** What a user would be told: code, exit code and text of the error that `work` must end in. */
export async function errorOf(
  work: Promise<unknown>,
): Promise<{ code: string; exitCode: number; message: string; file: string | undefined; todo: string }> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof SyndiscoError)) throw error;
    const [problem] = error.problems;
    const { code, exitCode, message } = error;
    return { code, exitCode, message, file: problem.where?.file, todo: problem.todo };
  }
  throw new Error('it did not fail');
}
