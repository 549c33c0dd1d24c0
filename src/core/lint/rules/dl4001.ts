/** DL4001: both wget and curl. */
import { head } from '../commands';
import { found, hadolintRule } from '../hadolint-rule';

export const dl4001 = hadolintRule({
  code: 'DL4001', name: 'wget-or-curl', severity: 'warning', bearsOnSize: true, onbuild: true,
  checks: 'A stage runs both `wget` and `curl`.',
  why: 'One of them is enough; each comes with libraries of its own.',
  cost: 'a few MB for the second program and its libraries',
  bad: 'FROM debian:12\nRUN wget -q https://example.com/a\nRUN curl -O https://example.com/b\n',
  good: 'FROM debian:12\nRUN curl -O https://example.com/a && curl -O https://example.com/b\n',
  *check(context) {
    let used = new Set<string>();
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') used = new Set();
      else if (instruction.kind === 'RUN') {
        const fetchers = context.hadolintScript(instruction).commands.filter(({ name }) => name === 'wget' || name === 'curl');
        for (const { name } of fetchers) used.add(name);
        const [first] = fetchers;
        const second = fetchers.find(({ name }) => name !== first?.name) ?? first;
        if (second !== undefined && used.size > 1) yield found(instruction, { at: head(second), message: 'This stage uses both wget and curl: one is enough.' });
      }
    }
  },
});
