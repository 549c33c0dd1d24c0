/** A fixed portion of the archive fuzzer, so that every test run meets hostile and damaged archives. */
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { runCase } from '../../fuzz/archive-case';
import { examine } from '../../fuzz/examine';
import { readFixtures } from '../../fuzz/fixtures';
import { bytesOf, longNamed, tarMember, tarOf } from '../../fuzz/tar-writer';

const codecs = await createCodecs();
const fixtures = readFixtures(resolve(import.meta.dirname, '../../..'));

test('two thousand archives of a fixed seed keep every rule', { timeout: 300_000 }, async () => {
  const kinds = new Set<string>();
  for (let number = 0; number < 2000; number += 1) {
    const { kind, outcome } = await runCase(number, codecs, fixtures, Infinity);
    kinds.add(`${kind}, ${outcome}`);
  }
  // All sorts of input were made, and the engine neither refused nor swallowed everything.
  expect([...kinds]).toEqual(expect.arrayContaining(['sound, report', 'hostile, report', 'damaged, report', 'damaged, problem', 'damaged fixture, report', 'damaged fixture, problem']));
});

describe('what fuzzing found', () => {
  test('a 0/0 device in place of the root is no whiteout (it hung the merge)', async () => {
    const layer = tarOf([tarMember({ name: bytesOf('./'), typeFlag: '3' }), tarMember({ name: bytesOf('a'), content: bytesOf('x') })]);
    expect(await examine(layer, codecs, 512)).toMatchObject({ outcome: 'report' });
  });

  test('a name of a megabyte does not become a message of a megabyte', async () => {
    const layer = tarOf([longNamed({ name: bytesOf(`../${'n'.repeat(900_000)}`), content: bytesOf('x') }, 'gnu')]);
    const { outcome, text } = await examine(layer, codecs, 65_536);
    expect(outcome).toBe('report');
    expect(text).toContain('path-escapes-root');
  });

  test('deep paths outside the root cost no more than others', async () => {
    const layer = tarOf([longNamed({ name: bytesOf(`../${'d/'.repeat(20_000)}f`), content: bytesOf('x') }, 'gnu')]);
    expect(await examine(layer, codecs, 65_536)).toMatchObject({ outcome: 'report' });
  });
});

test('any bytes at all are answered', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom(1, 17, 512), async (bytes, chunk) => {
    const { said } = await examine(bytes, codecs, chunk);
    expect(said).toBeGreaterThan(0);
  }), { numRuns: 300, seed: 1 });
});

test('members of any names and types are answered alike, however they are read', async () => {
  const name = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('a', 'a/b', '.wh.a', 'a/.wh..wh..opq', '..', './', 'a/../b'));
  const member = fc.record({ name, link: name, typeFlag: fc.constantFrom('0', '1', '2', '3', '5', '6', 'S', 'V'), content: fc.uint8Array({ maxLength: 40 }) });
  await fc.assert(fc.asyncProperty(fc.array(member, { maxLength: 12 }), async (made) => {
    const tar = tarOf(made.map(({ name: path, link, typeFlag, content }) => tarMember({ name: Buffer.from(path), link: Buffer.from(link), typeFlag, ...('0S'.includes(typeFlag) && { content }) })));
    const whole = await examine(tar, codecs, 1 << 16);
    expect((await examine(tar, codecs, 100)).text).toBe(whole.text);
  }), { numRuns: 300, seed: 2 });
});
