/** A fixed portion of the Dockerfile fuzzer, so that every test run meets files that nobody would write. */
import { expect, test } from 'vitest';
import { runCase } from '../../fuzz/dockerfile-case';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';

const shell = shellParser;

test('a hundred Dockerfiles of a fixed seed keep every rule', { timeout: 300_000 }, async () => {
  const kinds = new Set<string>();
  for (let number = 0; number < 100; number += 1) {
    const { kind, outcome } = await runCase(number, shell, Infinity);
    kinds.add(`${kind}, ${outcome}`);
  }
  expect([...kinds]).toEqual(expect.arrayContaining(['made, linted', 'made, repaired', 'mutated, linted', 'mutated, repaired', 'bytes, repaired']));
});
