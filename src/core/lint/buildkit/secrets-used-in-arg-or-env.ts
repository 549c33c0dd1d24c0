/** SecretsUsedInArgOrEnv: a variable whose name says that it holds a secret. */
import { buildkitRule, finding } from './buildkit-rule';
import { stepsThrough } from './steps';

const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const HARMLESS = /(?:_|^)(?:public|file|version)(?:_|$)/i;

export const secretsUsedInArgOrEnv = buildkitRule({
  code: 'SecretsUsedInArgOrEnv', name: 'secrets-used-in-arg-or-env',
  checks: 'ARG or ENV has a name with a word such as key, token, password, secret or auth in it.',
  why: 'Values of ARG and ENV stay readable in the image and its history. Mount secrets instead: RUN --mount=type=secret.',
  bad: 'FROM alpine:3.20\nARG AWS_SECRET_ACCESS_KEY\n',
  good: 'FROM alpine:3.20\nRUN --mount=type=secret,id=aws,env=AWS_SECRET_ACCESS_KEY ./publish\n',
  *check({ dockerfile }) {
    for (const { instruction, reported, scope, triggered, failure } of stepsThrough(dockerfile)) {
      if (instruction.kind !== 'ARG' && (instruction.kind !== 'ENV' || failure)) continue;
      for (const { key } of instruction.pairs) {
        const name = instruction.kind === 'ENV' ? scope.expand(key.raw).text : key.raw;
        if (!SECRET.test(name) || HARMLESS.test(name)) continue;
        yield finding(dockerfile, reported, `${instruction.kind} ${name} looks like a secret, and everybody who has the image can read it.`, triggered ? undefined : key);
      }
    }
  },
});
