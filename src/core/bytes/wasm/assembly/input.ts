/** The input buffer that the host fills and the decoders empty. */
import { INPUT } from './memory';

/** Static fields, since AssemblyScript lets no module assign to a variable of another. */
export class Input {
  /** First byte that was not taken yet. */
  static at: usize = INPUT;
  static end: usize = INPUT;
  /** Whether the file ends at `end`. */
  static isFinal: bool = false;
}

/** Empties the input, for another file. */
export function clearInput(): void {
  Input.at = INPUT;
  Input.end = INPUT;
  Input.isFinal = false;
}

/**
 * Moves what is left of the input to the front; the host adds bytes where the answer points, up to INPUT + INPUT_SIZE.
 * Eight bytes before it move along, for a bit buffer may give them back.
 */
export function makeRoom(): usize {
  const left = Input.end - Input.at;
  memory.copy(INPUT - 8, Input.at - 8, left + 8);
  Input.at = INPUT;
  Input.end = INPUT + left;
  return Input.end;
}

/** Says how far the input is filled now, and whether the file ends there. */
export function setInput(end: usize, isFinal: bool): void {
  Input.end = end;
  Input.isFinal = isFinal;
}

/** Steps over bytes that the host read itself: headers and trailers between streams. */
export function skipInput(count: usize): void {
  Input.at += count;
}

/** First byte of the input that was not taken yet. */
export function inputPosition(): usize {
  return Input.at;
}
