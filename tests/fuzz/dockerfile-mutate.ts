/** Damages Dockerfiles the way editors, merges and ill will do. */
import type { Random } from './random';

const TOKENS = [
  '\\', '\\\n', '\\ \n', '"', "'", '`', '$', '${', '}', '$(', ')', '(', '<<EOF', '<<-EOF', '<<', 'EOF\n', '&&', '||', '|', ';', '&', '#', '\n#', '\t', '\r', '\r\n', '\n\n', '[', ']', '["', '--', '=', ':', '@', ',', '\0', '\ufeff',
  '\u00e9', '\u2028', '\u{1f600}', '\ud800', '\u0085', '\v', 'if', 'then', 'fi', 'do', 'done', '{', 'ONBUILD ', 'FROM ', 'RUN ', '\nRUN ', '# escape=`\n', '# syntax=x\n', ' AS ', '/* */', '!', '*', '~', '%', '((', '))', '[[', '$((',
];

/** One to four changes to `text`; `other` lends lines. */
export function mutateDockerfile(random: Random, text: string, other: string): string {
  let changed = text;
  for (let changes = 1 + random.below(4); changes > 0; changes -= 1) changed = change(random, changed, other);
  return changed;
}

function change(random: Random, text: string, other: string): string {
  const at = random.below(text.length + 1);
  const lines = text.split('\n');
  const line = random.below(lines.length);
  const lent = other.split('\n');
  const join = (changed: readonly string[]): string => changed.join('\n');
  switch (random.below(12)) {
    case 0: case 1: case 2: return text.slice(0, at) + random.pick(TOKENS) + text.slice(at);
    case 3: return text.slice(0, at) + text.slice(at + 1 + random.below(3));
    case 4: return text.slice(0, at);
    case 5: return join(lines.toSpliced(line, 1));
    case 6: return join(lines.toSpliced(line, 0, lines[random.below(lines.length)]!));
    case 7: {
      const from = random.below(lent.length);
      return join(lines.toSpliced(line, 0, ...lent.slice(from, from + 1 + random.below(8))));
    }
    case 8: return join(lines.toSpliced(line, 1, `${lines[line]!} \\`));
    case 9: return join(lines.toSpliced(line, 1, lines[line]!.replace(/\\\s*$/, '')));
    case 10: {
      // Two words of a line change places.
      const words = lines[line]!.split(' ');
      const one = random.below(words.length);
      const two = random.below(words.length);
      [words[one], words[two]] = [words[two]!, words[one]!];
      return join(lines.toSpliced(line, 1, words.join(' ')));
    }
    default: return random.chance(0.5) ? text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n'])) : join(lines.toSpliced(line, 1, random.chance(0.5) ? lines[line]!.toLowerCase() : `ONBUILD ${lines[line]!}`));
  }
}
