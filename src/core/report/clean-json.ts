/** Copies a JSON value of unknown origin into plain objects of bounded depth and number, without keys that reach for prototypes. */
import { failure, success, type Outcome } from '../problem';

/** Deep enough for every report and for the config of an image, far below what would exhaust the stack. */
const MAX_DEPTH = 32;
/** Values in all. A report on 200,000 wasted paths has about two million. */
const MAX_VALUES = 20_000_000;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

class Excess {}

/** The value without forbidden keys and anything that is not JSON; a problem of kind `report-too-big` when it is too deep or too large. */
export function cleanJson(value: unknown): Outcome<unknown> {
  let left = MAX_VALUES;
  const copy = (item: unknown, depth: number): unknown => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) throw new Excess();
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
    if (typeof item === 'number') return Number.isFinite(item) ? item : null;
    if (Array.isArray(item)) return item.map((element) => copy(element, depth + 1));
    if (typeof item !== 'object') return null;
    const plain: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(item)) {
      if (!FORBIDDEN_KEYS.has(key) && member !== undefined) plain[key] = copy(member, depth + 1);
    }
    return plain;
  };
  try {
    return success(copy(value, 0));
  } catch (error) {
    if (!(error instanceof Excess)) throw error;
    return failure({
      kind: 'report-too-big',
      message: `The report is nested deeper than ${MAX_DEPTH} levels or holds more than ${MAX_VALUES} values.`,
      advice: 'Make the report anew from the image; a report of ours never grows like this.',
    });
  }
}
