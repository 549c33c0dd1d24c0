/** PL039: a virtual package of apk that is not removed in its RUN. */
import type { Instruction } from '../../dockerfile/model';
import type { ShellWord } from '../../dockerfile/shell';
import { once } from '../../once';
import { flagValues, type Command } from '../commands';
import { cleanUpFix } from '../fixes/clean-up';
import { withFix } from '../fixes/edits';
import type { LintContext } from '../rule';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';

const BUILDS = /^(?:make|gcc|pip3?|npm|yarn|cargo|go|gem|bundle|docker-php-ext-install|pecl)$/;

export const pl039 = plimsollRule({
  code: 'PL039', name: 'apk-virtual-not-removed', severity: 'warning', fixable: 'review',
  checks: '`apk add --virtual NAME` (or `-t`) without `apk del NAME` in the same RUN.',
  why: 'Virtual packages exist to be removed as one. Removed in a later RUN, they stay in this layer all the same.',
  cost: '100 to 200 MB for a compiler',
  links: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper'],
  bad: 'FROM alpine:3.20\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && make install\n',
  good: 'FROM alpine:3.20\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && make install && apk del .build-deps\n',
  *check(context) {
    for (const run of lastingRuns(context)) {
      const commands = commandsOf(context, run);
      const removed = commands.flatMap(({ name, args, words }) => (name === 'apk' && args.includes('del') ? words : []));
      const removedNames = new Set(removed.map(({ value }) => value));
      const open = removed.some(({ literal }) => !literal);
      const lastBuild = commands.findLast(({ name }) => BUILDS.test(name))?.start ?? -1;
      for (const command of commands) {
        const word = virtual(command);
        // A name with a variable in it may be meant by any removal.
        if (word === undefined || open || removedNames.has(word.value) || (!word.literal && removed.length > 0)) continue;
        // Dependencies of the program itself are often named, too, and meant to stay.
        if (!/build|dev|tmp|temp|fetch|compile|^\.?deps?$/i.test(word.value) || /run|persist/i.test(word.value)) continue;
        const elsewhere = ['del', word.value].some((arg) => [...apkWords(context).get(arg) ?? []].some((other) => other !== run));
        const fix = !elsewhere && lastBuild > command.end && word.literal && /^[\w.-]+$/.test(word.value) ? cleanUpFix(context, run, `apk del ${word.value}`, 'review') : undefined;
        yield {
          instruction: run, span: word,
          message: `${word.value} stays in this layer: end the RUN with apk del ${word.value}.`, ...withFix(fix),
        };
      }
    }
  },
});

/** The RUNs that give a word to apk; of many the first two, which is enough to know that there is another one. */
const apkWords = once((context: LintContext): ReadonlyMap<string, ReadonlySet<Instruction>> => {
  const found = new Map<string, Set<Instruction>>();
  for (const run of lastingRuns(context)) {
    for (const { name, args } of commandsOf(context, run)) {
      for (const arg of name === 'apk' ? args : []) {
        const runs = found.get(arg);
        if (runs === undefined) found.set(arg, new Set([run]));
        else if (runs.size < 2) runs.add(run);
      }
    }
  }
  return found;
});

function virtual(command: Command): ShellWord | undefined {
  if (command.name !== 'apk' || !command.args.includes('add')) return undefined;
  return flagValues(command, 'virtual')[0] ?? flagValues(command, 't')[0];
}
