/** What builders record as a layer's command, read back as the instruction that people wrote. */
import { describe, expect, test } from 'vitest';
import { readCommand, wrapCommand } from '../../../src/app/commands';

test.each([
  ['/bin/sh -c apt-get update', 'RUN', 'apt-get update'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD', '["bash"]'],
  ['/bin/sh -c #(nop) ADD file:7eb2 in / ', 'ADD', 'file:7eb2 in /'],
  ['RUN /bin/sh -c apt-get update # buildkit', 'RUN', 'apt-get update'],
  ['RUN |2 A=1 B=two words /bin/sh -c make # buildkit', 'RUN', 'make'],
  ['|1 VERSION=3 /bin/sh -c make install', 'RUN', 'make install'],
  ['COPY . /app # buildkit', 'COPY', '. /app'],
  ['WORKDIR /app', 'WORKDIR', '/app'],
  ['/bin/bash -o pipefail -c true', 'RUN', 'true'],
  ['RUN /bin/bash -eo pipefail -c curl x | tar xz # buildkit', 'RUN', 'curl x | tar xz'],
  ['RUN |1 A=b /bin/ash -o pipefail -c make # buildkit', 'RUN', 'make'],
  ['cmd /S /C echo hello', 'RUN', 'echo hello'],
  ['RUNNING out of ideas', '', 'RUNNING out of ideas'],
  ['bazel build ...', '', 'bazel build ...'],
  ['', '', ''],
])('%s', (createdBy, keyword, text) => expect(readCommand(createdBy)).toEqual({ keyword, text }));

describe('long shell lines', () => {
  test('break before && and ||', () => expect(wrapCommand('a && b || c')).toBe('a\n  && b\n  || c'));
  test('keep what is quoted or escaped', () => expect(wrapCommand(`echo "a && b" 'c || d' \\&& e`)).toBe(`echo "a && b" 'c || d' \\&& e`));
  test('keep every character but the blanks at a break', () => {
    const text = `set -e;  x="\\" && y" && z`;
    expect(wrapCommand(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});
