/** The ports of an EXPOSE as the builder takes them apart: `[ip:][host port:]port[/protocol]`. */
import type { Span, WordsInstruction } from '../../dockerfile/model';
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

/** Ports in the builder's order, sorted as text. One with an unknown protocol or no port ends the list, as it ends the build. */
export function portsOf(instruction: WordsInstruction, scope: Scope): Port[] {
  const ports: Port[] = [];
  const words = instruction.words.toSorted((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0));
  for (const word of words) {
    const { words: parts, error } = scope.expand(word.raw);
    if (error !== undefined) return ports;
    for (const { text } of parts) {
      const colon = text.lastIndexOf(':');
      const container = text.slice(colon + 1);
      const slash = container.indexOf('/');
      const protocol = slash < 0 ? '' : container.slice(slash + 1);
      if (container === '' || slash === 0 || !['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) return ports;
      const mapped = /[^:]/.test(text.slice(0, Math.max(colon, 0)));
      ports.push({ start: word.start, end: word.end, text, literal: text === word.raw, mapped, container, protocol });
    }
  }
  return ports;
}
