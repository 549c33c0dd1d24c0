/** What only development needs of the Python distributions: tools that an install command names, a list of requirements for it, groups of a project file. */
import type { Command } from '../../../lint/commands';
import { flagValues, isPipInstall } from '../../../lint/commands';
import { DEVELOPMENT_REQUIREMENTS, DEVELOPMENT_TOOLS } from '../../../lint/plimsoll/pl038';
import type { PackageRecord } from '../../../packages/package';
import { pythonName } from '../../../packages/python';
import { closureOf } from '../closure';
import type { ImageFacts } from '../facts';
import type { ReadKept } from './development';

/** A table of pyproject.toml whose keys (Poetry), or whose arrays (PEP 735, extras), name what development needs. */
const DEVELOPMENT_TABLE = /^\[(?:tool\.poetry\.(?:dev-dependencies|group\.[\w-]+\.dependencies)|dependency-groups)\]\s*$/;

/** Records that own layers would not hold without them; empty where nothing tells. An estimate: what the program imports is not looked at. */
export function pythonDevelopment({ packages, makers, ownFrom }: ImageFacts, keptFiles: ReadonlyMap<string, ReadKept>): ReadonlySet<PackageRecord> {
  const distributions = packages.packages.filter(({ manager }) => manager === 'pip').map((record) => ({ ...record, name: pythonName(record.name), record }));
  const wanted = new Set<string>();
  const development = new Set<string>();
  const lists = [...keptFiles].filter(([path]) => path.endsWith('.txt'));
  for (const command of makers.slice(ownFrom).flatMap(({ commands }) => commands)) {
    if (command.name === 'poetry' && command.args.includes('install')) {
      for (const [path, read] of keptFiles) if (/(?:^|\/)pyproject\.toml$/.test(path)) for (const name of groupNames(read())) development.add(name);
    }
    if (!isPipInstall(command)) continue;
    for (const name of namesOf(command)) (DEVELOPMENT_TOOLS.has(name) ? development : wanted).add(name);
    for (const file of [...flagValues(command, 'r'), ...flagValues(command, 'requirement')]) {
      const end = file.value.replace(/^(?:\.?\/)+/, '');
      const list = lists.find(([path]) => path === end || path.endsWith(`/${end}`));
      if (list !== undefined) for (const name of requiredNames(list[1]())) (DEVELOPMENT_REQUIREMENTS.test(file.value) ? development : wanted).add(name);
    }
  }
  const tools = distributions.filter(({ name }) => development.has(name) && !wanted.has(name));
  if (tools.length === 0) return new Set();
  const theirs = closureOf(distributions, tools);
  // What nothing of development leads to, or somebody asked for besides, stays with all that it needs.
  const left = closureOf(distributions, distributions.filter((one) => !theirs.has(one) || wanted.has(one.name)));
  return new Set(distributions.filter((one) => theirs.has(one) && !left.has(one)).map(({ record }) => record));
}

function namesOf(command: Command): readonly string[] {
  return command.words.filter(({ value, literal }) => literal && /^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?(?:[=<>~!].*)?$/.test(value)).map(({ value }) => pythonName(value.replace(/[[=<>~!].*$/s, '')));
}

/** Names of a requirements file; options, links and includes are passed over. */
function requiredNames(text: string): readonly string[] {
  return Array.from(text.matchAll(/^[ \t]*([A-Za-z0-9][\w.-]*)[ \t]*(?:$|[[=<>~!;@#])/gm), ([, name = '']) => pythonName(name));
}

function groupNames(text: string): readonly string[] {
  const names: string[] = [];
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('[')) inside = DEVELOPMENT_TABLE.test(line);
    else if (inside) {
      const key = /^"?([A-Za-z0-9][\w.-]*)"?\s*=(?!\s*\[)/.exec(line)?.[1];
      names.push(...(key === undefined ? Array.from(line.matchAll(/"([A-Za-z0-9][\w.-]*)[^"]*"/g), ([, name = '']) => name) : [key]).map(pythonName));
    }
  }
  return names;
}
