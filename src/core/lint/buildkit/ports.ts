/** The ports of an EXPOSE as the builder takes them apart: `[ip:][host port:]port[/protocol]`. */
import type { Span, Word, WordsInstruction } from '../../dockerfile/model';
import type { Scope } from '../../dockerfile/scope';

export interface Port extends Span {
  /** Variables expanded. */
  readonly text: string;
  /** As written, where it is one word without variables; fixes need that. */
  readonly literal: boolean;
  readonly mapped: boolean;
  readonly container: string;
  readonly protocol: string;
}

export interface Ports {
  /** In the builder's order, sorted as text, up to the one that ends the build. */
  readonly ports: readonly Port[];
  /** The word that ends the build, where no variable has a part in it. */
  readonly wrong?: Word;
}

/** Takes the words of an EXPOSE apart, as far as the builder gets with them. */
export function portsOf(instruction: WordsInstruction, scope: Scope): Ports {
  const ports: Port[] = [];
  const words = instruction.words.toSorted((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0));
  for (const word of words) {
    const { words: parts, error, matched, unmatched } = scope.expand(word.raw);
    if (error !== undefined) return { ports };
    const stop = { ports, ...(matched.size === 0 && unmatched.size === 0 && { wrong: word }) };
    for (const { text } of parts) {
      const [container = '', host = '', ...address] = text.split(':').reverse();
      const slash = container.indexOf('/');
      const protocol = slash < 0 ? '' : container.slice(slash + 1);
      if (container === '' || slash === 0 || !['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) return stop;
      const ip = address.reverse().join(':');
      ports.push({ start: word.start, end: word.end, text, literal: text === word.raw, mapped: ip !== '' || host !== '', container, protocol });
      const inside = rangeOf(slash < 0 ? container : container.slice(0, slash));
      const outside = host === '' ? inside : rangeOf(host);
      if (inside === undefined || outside === undefined || !isAddress(ip)) return stop;
      if (inside !== 1 && inside !== outside) return stop;
    }
  }
  return { ports };
}

/** How many ports `80` or `8000-8010` are; undefined for what is none. */
function rangeOf(text: string): number | undefined {
  const dash = text.indexOf('-');
  const [from, to] = (dash < 0 ? [text, text] : [text.slice(0, dash), text.slice(dash + 1)]).map((part) => (/^\+?\d+$/.test(part) ? Number(part) : NaN));
  return from! <= to! && to! <= 65_535 ? to! - from! + 1 : undefined;
}

function isAddress(ip: string): boolean {
  if (ip === '') return true;
  const plain = ip.startsWith('[') && ip.endsWith(']') ? ip.slice(1, -1) : ip;
  if (plain.includes(':')) return /^[\da-fA-F:.]+$/.test(plain);
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(plain);
}
