/** D11: plug-ins and data that libraries and runtimes open by name. */
import { pace, type Steps } from '../../steps';
import type { Case } from '../case';
import type { Language } from '../facts/file-facts';
import { nameOf, type TreeEntry } from '../file-tree';
import { appSources, mentions, rootsOf, type Check, type Suspicion } from './check';
import { RUNTIME_FAMILIES, type RuntimeFamily } from './runtime-families';

export const runtimeFamily: Check = {
  code: 'D11', id: 'runtime-family', title: 'Data or plug-ins that are opened by name', tiers: [1, 2],
  follows: 'Data and plug-ins that restored programs open by name',
  evidence: 'A kept library or program that opens such files, and what the application’s own sources say about them.',
  why: 'Look-ups fail in ways that seem unrelated: no locale, no time zone, no certificate, unknown host.',
  falsePositives: 'The application never asks for them.',
  *find(subject) {
    const paths = yield* telling(subject);
    const named = yield* namedByPrograms(subject);
    for (const family of RUNTIME_FAMILIES) {
      const trigger = paths.find((path) => family.trigger.test(path)) ?? named.find(([name]) => family.members.test(name) || family.members.test(`${name}/x`))?.[1];
      const asked = yield* askedFor(subject, family);
      if (trigger === undefined && asked === undefined) continue;
      const members = subject.removed.filter(({ path, type }) => type !== 'dir' && family.members.test(path));
      if (members.length === 0) continue;
      const evidence = trigger === undefined ? family.why : `${trigger} is kept; ${family.why}`;
      yield* family.id === 'time-zones' ? namedZones(subject, family, members) : sureRows(family, members, asked);
      yield { family: family.id, title: family.title, tier: 2, confidence: asked === undefined ? 'low' : 'medium', roots: rootsOf(members, evidence) };
    }
  },
};

/** Paths that kept programs name, each with the program: what is linked into one whole asks for the same files as the library would (Go, Rust). */
function* namedByPrograms(subject: Case): Steps<readonly (readonly [name: string, program: string])[]> {
  const found = new Map<string, string>();
  const due = pace();
  for (const { path } of subject.after.entries) {
    if (due()) yield;
    for (const name of subject.facts.get(path)?.elf?.paths ?? []) if (!found.has(name)) found.set(name, path);
  }
  return Array.from(found, ([name, path]) => [name.replace(/^\/|\/$/g, ''), path] as const);
}

const ANY_TRIGGER = new RegExp(RUNTIME_FAMILIES.map(({ trigger }) => trigger.source).join('|'));
const keptTriggers = new WeakMap<Case, readonly string[]>();

/** Paths that trigger some family. The kept ones do not change between rounds, so all families look at them once. */
function* telling(subject: Case): Steps<readonly string[]> {
  const tells = ({ path, type }: TreeEntry): boolean => type !== 'dir' && ANY_TRIGGER.test(path);
  let kept = keptTriggers.get(subject);
  if (kept === undefined) {
    const found: string[] = [];
    const due = pace();
    for (const entry of subject.after.entries) {
      if (due()) yield;
      if (tells(entry)) found.push(entry.path);
    }
    keptTriggers.set(subject, (kept = found));
  }
  return [...kept, ...[...subject.restored()].filter(tells).map(({ path }) => path)];
}

/** What in the application's sources or the image's environment asks for the family. */
function* askedFor(subject: Case, family: RuntimeFamily): Steps<string | undefined> {
  const variable = family.variables?.find((name) => {
    const value = subject.env.get(name);
    return value !== undefined && !/^(?:|C|POSIX|C\.UTF-?8)$/i.test(value);
  });
  if (variable !== undefined) return `the image sets ${variable}=${subject.env.get(variable)!}`;
  const written = family.language === undefined ? undefined : writtenIn(subject, family.language);
  if (written !== undefined) return written;
  const [mention] = family.mention === undefined ? [] : yield* mentions(subject, family.mention);
  return mention === undefined ? undefined : `${mention.path} line ${mention.line} says ${mention.match[0].trim()}`;
}

/** A source of the application in this language; Java is told by what the image starts as well, since archives of classes are not read. */
function writtenIn(subject: Case, language: Language): string | undefined {
  for (const { path } of appSources(subject)) if (subject.facts.get(path)?.language === language) return `${path} is written in this language`;
  const { entrypoint = [], cmd = [] } = subject.config;
  return language === 'java' && [...entrypoint, ...cmd].some((word) => nameOf(word) === 'java') ? 'the image starts java' : undefined;
}

function* sureRows(family: RuntimeFamily, members: readonly TreeEntry[], asked: string | undefined): Generator<Suspicion> {
  if (asked === undefined) return;
  const sure = members.filter(({ path }) => family.sure === undefined || family.sure.test(path));
  if (family.heart !== undefined && !sure.some(({ path }) => family.heart!.test(path))) return;
  if (sure.length > 0) yield { family: `${family.id} asked`, title: family.title, tier: 1, confidence: 'medium', roots: rootsOf(sure, `${asked}; ${family.why}`) };
}

/** Zones that the sources or TZ name are sure; without a name, what decides the local time is. */
function* namedZones(subject: Case, family: RuntimeFamily, members: readonly TreeEntry[]): Generator<Suspicion | undefined> {
  const reasons = new Map<string, string>();
  const zone = subject.env.get('TZ')?.replace(/^:/, '');
  if (zone !== undefined) reasons.set(zone, `the image sets TZ=${zone}`);
  for (const { path, line, match } of yield* mentions(subject, /\b((?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic|Indian|Antarctica|Arctic|Etc|US)\/[\w/+-]+|UTC|GMT)\b/g, 400)) {
    if (!reasons.has(match[1]!)) reasons.set(match[1]!, `${path} line ${line} names ${match[1]!}`);
  }
  const lost = [...reasons].flatMap(([name, evidence]) => subject.lost(`/usr/share/zoneinfo/${name}`).map((path) => ({ path, evidence: `${evidence}; ${family.why}` })));
  if (lost.length > 0) yield { family: 'time-zones asked', title: 'Time zones that are named', tier: 1, confidence: 'high', roots: lost.filter(({ path }) => members.some((member) => member.path === path)) };
}
