/** Links that are damaged, forged or hostile are told for what they are, in time that is bounded. */
import { constants, deflateRawSync } from 'node:zlib';
import { deflateSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { toBase64Url } from '../../../src/core/permalink/base64url';
import { checkOf } from '../../../src/core/permalink/crc32';
import { DICTIONARY_1 } from '../../../src/core/permalink/dictionary-1';
import { unframe } from '../../../src/core/permalink/frame';
import { makeLink } from '../../../src/core/permalink/make-link';
import { openLink } from '../../../src/core/permalink/open-link';
import { comparisonReport, contextReport, dockerfileReport, everyReport, imageReport, planReport } from '../report/samples';
import { bigReport, random } from './samples';

// Thousands of links a test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

const encoder = new TextEncoder();

function linkOf(report: Parameters<typeof makeLink>[0]): string {
  const outcome = makeLink(report);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value.fragment;
}

function forged(prefix: string, bytes: Uint8Array): string {
  const text = `${prefix}.${toBase64Url(deflateSync(bytes, { level: 9, dictionary: encoder.encode(DICTIONARY_1) }))}`;
  return `#${text}.${checkOf(text)}`;
}

function kindOf(text: string): string {
  const outcome = openLink(text);
  return outcome.ok ? 'ok' : outcome.problem.kind;
}

const LINKS = [imageReport(), dockerfileReport(), comparisonReport(), planReport(), contextReport()].map(linkOf);

describe('a damaged link', () => {
  it('is noticed whichever single character was altered, and by whatever', () => {
    const others = 'A0z_-.&=#%/ \u{e9}';
    let tried = 0;
    for (const link of LINKS) {
      for (let at = 0; at < link.length; at += 1) {
        for (const other of others) {
          if (link[at] === other || (at === 0 && '/ .&%=_'.includes(other))) continue;
          tried += 1;
          expect(kindOf(link.slice(0, at) + other + link.slice(at + 1)), `character ${at} as ${other}`).not.toBe('ok');
        }
      }
    }
    expect(tried).toBeGreaterThan(10_000);
  });

  it('is called cut wherever its end is missing', () => {
    for (const link of LINKS) {
      for (let length = 3; length < link.length; length += 1) expect(kindOf(link.slice(0, length)), `${length} characters`).toBe('link-cut');
    }
  });

  it('is called altered when a character inside changed', () => {
    const link = LINKS[0]!;
    const at = 100;
    expect(kindOf(link.slice(0, at) + (link[at] === 'x' ? 'y' : 'x') + link.slice(at + 1))).toBe('link-altered');
  });

  it('never throws, hangs or opens, however it was mutated', () => {
    const pick = random(42);
    const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.&=#<>"\'%\u0000\u202e';
    const links = [...LINKS, linkOf(bigReport({ layers: 25, waste: 200, findings: 30 }))];
    for (let round = 0; round < 12_000; round += 1) {
      const link = links[round % links.length]!;
      let text = link;
      for (let edits = 1 + pick(3); edits > 0; edits -= 1) {
        const at = 1 + pick(text.length - 1);
        const other = alphabet[pick(alphabet.length)]!;
        const how = pick(4);
        if (how === 0) text = text.slice(0, at) + other + text.slice(at + 1);
        else if (how === 1) text = text.slice(0, at) + text.slice(at + 1 + pick(5));
        else if (how === 2) text = text.slice(0, at) + other + text.slice(at);
        else text = text.slice(0, at) + text.slice(at, at + pick(30)) + text.slice(at);
      }
      if (text.replace(/[^\w]+$/, '') === link) continue;
      const outcome = openLink(text);
      if (outcome.ok) {
        // What stands before the link, as a view, may differ, and what stands behind it; never the link itself.
        expect(text).toContain(link.slice(1));
      } else {
        expect(outcome.problem.message).toMatch(/^[A-Z][^<>]*\.$/);
      }
    }
  });
});

describe('a forged link with a fitting checksum', () => {
  it('from a newer version is called newer', () => {
    for (const prefix of ['r2', 'd7', 'x1', 'r999']) expect(kindOf(forged(prefix, encoder.encode('[]')))).toBe('link-newer-version');
  });

  it('that unpacks to a gigabyte is stopped, by its length or at the cap', () => {
    const dictionary = Buffer.from(DICTIONARY_1);
    const bomb = (pieces: number): string => {
      // A flushed block refers to nothing before it, so that 64 MB of zeros can be had any number of times.
      const piece = deflateRawSync(Buffer.alloc(64_000_000), { dictionary, level: 9, finishFlush: constants.Z_FULL_FLUSH });
      const text = `r1.${toBase64Url(Buffer.concat([...Array<Buffer>(pieces).fill(piece), deflateRawSync(Buffer.alloc(1), { dictionary })]))}`;
      return `#${text}.${checkOf(text)}`;
    };
    // As much as a link can hold, and a whole gigabyte, which is too long to be one.
    const [long, longer] = [bomb(11), bomb(16)];
    expect(long.length).toBeLessThan(1_000_000);
    for (const link of [long, longer]) expect(kindOf(link)).toBe('link-too-big');
  });

  it('longer than any browser would take is refused unread', () => {
    expect(kindOf(`#r1.${'A'.repeat(2_000_000)}.0000000`)).toBe('link-too-big');
    expect(kindOf(`#r1.${'A'.repeat(1_005_000)}.0000000`)).toBe('link-too-big');
  });

  it('whose paths expand without end is refused', () => {
    const long = `0${'a/'.repeat(60)}${'x'.repeat(3900)}`;
    const paths = [long, ...Array.from({ length: 100_000 }, () => 'Y')];
    const payload = [['0.1.0', 'x', 1], [paths, paths.map(() => 1), '0'.repeat(paths.length)], [], [], [], []];
    expect(kindOf(forged('c1', encoder.encode(JSON.stringify(payload))))).toBe('link-altered');
  });

  it.each([
    ['no JSON', '{'], ['a number', '1'], ['an object', '{"0":1}'], ['null', 'null'], ['an empty list', '[]'], ['lists in lists', '['.repeat(3000) + ']'.repeat(3000)],
    ['a head of the wrong type', '[1,2,3]'], ['a polluting key', '[["0.1.0","x",1],["a",[],"x",0],[1,1,0,1,1,1,0,0],[1,1,1,1,1],[],[],[],[],[],{"__proto__":{"polluted":true}}]'],
    ['negative bytes', '[["0.1.0","x",-1],"FROM x"]'], ['a huge number', '[["0.1.0","x",1e308],"FROM x"]'], ['columns of unequal length', '[["0.1.0","x",1],"FROM x",[],[["DL3008"],"11","0",[1],[1],[1],[1],[1],"0"]]'],
    ['a severity that is not there', '[["0.1.0","x",1],"FROM x",[],[["DL3008"],"9","0",[1],[1],[0],[1],[0],"0"]]'],
  ])('with %s is refused or read without harm', (_name, json) => {
    for (const kind of ['r1', 'd1', 'c1', 'p1', 'b1']) {
      const outcome = openLink(forged(kind, encoder.encode(json)));
      if (outcome.ok) expect(JSON.stringify(outcome.value.report)).not.toContain('polluted');
      else expect(outcome.problem.kind).toBe('link-altered');
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('with a polluting key in an otherwise good report opens without it', () => {
    const whole = makeLink(imageReport({ config: { mark: 'here' } }), { budget: 1_000_000 });
    const held = whole.ok ? unframe(whole.value.fragment.slice(1)) : undefined;
    if (held?.ok !== true) throw new Error('no link');
    const keys = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"kept":1';
    const outcome = openLink(forged('r1', encoder.encode(JSON.stringify(held.value.payload).replace('"mark":"here"', keys))));
    const config = outcome.ok && outcome.value.report.kind === 'image' ? outcome.value.report.config : undefined;
    expect(config).toEqual({ kept: 1 });
    expect(config!['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(config)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('with random tuples never throws', () => {
    const pick = random(9);
    const value = (depth: number): unknown => {
      switch (pick(depth > 3 ? 5 : 7)) {
        case 0: return pick(1000) - 200;
        case 1: return ['0', '01', '0a/b', 'z', 'DL3008', '', '\u0000'][pick(7)];
        case 2: return null;
        case 3: return pick(2) === 0;
        case 4: return 0.5;
        case 5: return Array.from({ length: pick(5) }, () => value(depth + 1));
        default: return { a: value(depth + 1) };
      }
    };
    for (let round = 0; round < 4000; round += 1) {
      const payload = [['0.1.0', 'x', 1], ...Array.from({ length: pick(12) }, () => value(0))];
      const outcome = openLink(forged(['r1', 'd1', 'c1', 'p1', 'b1'][pick(5)]!, encoder.encode(JSON.stringify(payload))));
      if (!outcome.ok) expect(outcome.problem.kind).toBe('link-altered');
    }
  });
});

describe('hostile texts inside a report', () => {
  it('come back as the same inert text', () => {
    const evil = '<img src=x onerror=alert(1)>"\'`]]>\u202e\u0000\ud83d\ude00';
    for (const report of everyReport()) {
      const named = { ...report, subject: { name: evil, bytes: 1 } };
      const outcome = openLink(linkOf(named));
      expect(outcome.ok && outcome.value.report.subject.name).toBe(evil);
    }
  });
});
