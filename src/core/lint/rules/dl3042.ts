/** DL3042: pip keeps what it downloaded. */
import { calls, hasSequence, head, isPipInstall, type Command } from '../commands';
import type { PairsInstruction } from '../../dockerfile/model';
import { fixAll, found, hadolintRule, insertAfter } from '../hadolint-rule';
import { keepsOutOfImageAnywhere } from '../mounts';
import { StageFacts } from '../stages';

const TRUTHY = ['1', 'true', 'True', 'TRUE', 'on', 'On', 'ON', 'yes', 'Yes', 'YES'];

export const dl3042 = hadolintRule({
  code: 'DL3042', name: 'pip-no-cache-dir', severity: 'warning', bearsOnSize: true, onbuild: true, fixable: 'safe',
  checks: '`pip install` without `--no-cache-dir`, `PIP_NO_CACHE_DIR` or a cache mount on `.cache/pip`.',
  why: 'pip keeps every wheel and archive that it fetched. In an image nobody will use them again.',
  cost: 'about as much again as the packages weigh',
  bad: 'FROM python:3.12\nRUN pip install flask==3.0.3\n',
  good: 'FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n',
  *check(context) {
    const disabled = new StageFacts();
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') disabled.enter(instruction);
      else if (instruction.kind === 'ENV' && turnsCacheOff(instruction as PairsInstruction)) disabled.set();
      else if (instruction.kind === 'RUN' && !disabled.isSet) {
        const { text, commands } = context.hadolintScript(instruction);
        if (setsVariable(text) || keepsOutOfImageAnywhere(instruction, '.cache/pip')) continue;
        const all = commands.filter(keepsCache);
        const [first] = all;
        if (first === undefined) continue;
        const fix = fixAll('Add --no-cache-dir', 'safe', all, (command) => insertAfter(command, ['install'], '--no-cache-dir'));
        yield found(instruction, { at: head(first, 'install'), message: 'pip keeps its downloads in the layer: add --no-cache-dir.', ...(fix === undefined ? {} : { fix }) });
      }
    }
  },
});

function keepsCache(command: Command): boolean {
  return isPipInstall(command) && !calls(command, command.name, '--no-cache-dir') && !isWrapper(command);
}

function isWrapper(command: Command): boolean {
  return ['pipx', 'pipenv'].some((name) => command.name.includes(name) || (command.name.startsWith('python') && hasSequence(command, '-m', name)));
}

function turnsCacheOff(env: PairsInstruction): boolean {
  const pair = env.pairs.find(({ key }) => key.value === 'PIP_NO_CACHE_DIR');
  return pair !== undefined && TRUTHY.includes(pair.value?.value ?? '');
}

/** The first assignment in the text decides, wherever it stands. */
function setsVariable(text: string): boolean {
  const at = text.indexOf('PIP_NO_CACHE_DIR=');
  return at >= 0 && TRUTHY.some((value) => text.startsWith(value, at + 'PIP_NO_CACHE_DIR='.length));
}
