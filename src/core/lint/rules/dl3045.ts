/** DL3045: COPY to a relative place without WORKDIR. */
import { found, hadolintRule, withoutQuotes } from '../hadolint-rule';
import { StageFacts } from '../stages';

export const dl3045 = hadolintRule({
  code: 'DL3045', name: 'copy-needs-workdir', severity: 'warning',
  checks: 'COPY to a relative destination, and neither the stage nor its base has a WORKDIR.',
  why: 'Where the files land depends on the base image.',
  bad: 'FROM debian:12\nCOPY app.conf conf/\n',
  good: 'FROM debian:12\nWORKDIR /srv\nCOPY app.conf conf/\n',
  *check({ instructions }) {
    const workdir = new StageFacts();
    for (const instruction of instructions) {
      if (instruction.kind === 'FROM') workdir.enter(instruction);
      else if (instruction.kind === 'WORKDIR') workdir.set();
      else if (instruction.kind === 'COPY' && instruction.destination !== undefined && !workdir.isSet) {
        const path = withoutQuotes(instruction.destination.raw);
        if (/^(?:[/$]|\p{L}:)/u.test(path)) continue;
        yield found(instruction, { at: instruction.destination, message: 'Where this lands depends on the base image: set WORKDIR or write an absolute path.' });
      }
    }
  },
});
