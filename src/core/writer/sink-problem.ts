/** What a sink's error means to a person: hosts say it by the error's name (browsers) or code (Node). */
import { ProblemError, type Problem } from '../problem';

const FULL = new Set(['QuotaExceededError', 'ENOSPC', 'EDQUOT', 'EFBIG']);
const REFUSED = new Set(['NotAllowedError', 'SecurityError', 'NoModificationAllowedError', 'EACCES', 'EPERM', 'EROFS']);
const GONE = new Set(['NotFoundError', 'InvalidStateError', 'ENOENT', 'EPIPE', 'ENOTDIR', 'EISDIR']);

/** Runs an act of the sink; what it throws becomes a `ProblemError`. */
export async function askSink(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw error instanceof ProblemError ? error : new ProblemError(sinkProblem(error));
  }
}

/** Any thrown value as a problem; nothing of the error but its name and message is used. */
function sinkProblem(error: unknown): Problem {
  const names = [property(error, 'name'), property(error, 'code')];
  const is = (kinds: ReadonlySet<string>): boolean => names.some((name) => kinds.has(name));
  if (is(FULL)) {
    return { kind: 'output-full', message: 'There is no room left where the image is written. The unfinished file was removed.', advice: 'Free some space, or choose another folder, and write it again.' };
  }
  if (is(REFUSED)) {
    return { kind: 'output-refused', message: 'Writing the image is not permitted (any more). The unfinished file was removed.', advice: 'Allow writing when asked, or choose another folder, and write it again.' };
  }
  if (is(GONE)) {
    return { kind: 'output-gone', message: 'The place where the image is written is gone.', advice: 'Choose another folder and write it again.' };
  }
  const said = property(error, 'message');
  return { kind: 'output-failed', message: `The image could not be written${said === '' ? '' : `: ${said}`}.`, advice: 'Write it again, to another folder if that goes wrong too.' };
}

function property(error: unknown, name: string): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value.slice(0, 300) : '';
}
