/** Which gems only the groups development and test of a Gemfile need, by its Gemfile.lock. */
import type { PackageRecord } from '../../../packages/package';
import { packageRecord } from '../../../packages/package';
import { closureOf } from '../closure';

const DEVELOPMENT: ReadonlySet<string> = new Set(['development', 'test', 'ci', 'debug', 'lint']);

/** Names of such gems; empty where the groups cannot be told. A Gemfile is a program: what is computed in it is not seen. */
export function developmentGems(gemfile: string, lock: string): ReadonlySet<string> {
  const groups = groupsOf(gemfile);
  const specs = specsOf(lock);
  if (specs.length === 0) return new Set();
  const only = new Set([...groups].filter(([, names]) => names.length > 0 && names.every((name) => DEVELOPMENT.has(name))).map(([gem]) => gem));
  // Without the lists of a gemspec or of another file everything that is not named as development's counts as the program's.
  const asked = new Set(Array.from(/^DEPENDENCIES\n((?: .*\n?)*)/m.exec(lock)?.[1]?.matchAll(/^ {2}([\w.-]+)/gm) ?? [], ([, name = '']) => name));
  const roots = specs.filter(({ name }) => asked.has(name) && !only.has(name));
  const left = new Set(Array.from(closureOf(specs, roots), ({ name }) => name));
  const theirs = closureOf(specs, specs.filter(({ name }) => only.has(name)));
  return new Set(Array.from(theirs, ({ name }) => name).filter((name) => !left.has(name)));
}

/** Groups of each gem, by the blocks and options that a Gemfile usually is written with. */
function groupsOf(gemfile: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  const open: (readonly string[])[] = [];
  for (const line of gemfile.split(/\r?\n/)) {
    const text = line.replace(/\s#.*$/, '').trim();
    const gem = /^gem[\s(]+["']([\w.-]+)["'](.*)$/.exec(text);
    if (gem !== null) {
      const option = /\bgroups?(?::|\s*=>)\s*(\[[^\]]*\]|%i\[[^\]]*\]|:\w+|["']\w+["'])/.exec(gem[2]!)?.[1];
      groups.set(gem[1]!, [...open.flat(), ...(option === undefined ? [] : namesIn(option))]);
    } else if (/\bdo(?:\s*\|[^|]*\|)?$/.test(text)) open.push(/^group\b/.test(text) ? namesIn(text.slice('group'.length)) : []);
    else if (/^(?:if|unless|case|begin)\b/.test(text)) open.push([]);
    else if (text === 'end') open.pop();
  }
  return groups;
}

function namesIn(text: string): readonly string[] {
  return Array.from(text.replace(/\bdo\b.*$/, '').matchAll(/[:"'\s[(](\w+)/g), ([, name = '']) => name).filter((name) => name !== 'optional' && name !== 'true');
}

/** `specs:` of the lock: four blanks before a gem, six before what it needs. */
function specsOf(lock: string): readonly PackageRecord[] {
  const specs = new Map<string, { readonly version: string; readonly depends: string[] }>();
  let current: string[] | undefined;
  for (const line of lock.split(/\r?\n/)) {
    const spec = /^ {4}([\w.-]+) \(([^)]*)\)$/.exec(line);
    if (spec !== null) {
      current = [];
      specs.set(spec[1]!, { version: spec[2]!, depends: current });
    } else current?.push(.../^ {6}([\w.-]+)/.exec(line)?.slice(1, 2) ?? []);
  }
  return Array.from(specs, ([name, { version, depends }]) => ({ ...packageRecord('gem', name, version), depends }));
}
