/** Compilers that came as a recommendation and that later lines call: who leaves recommendations out has to name them. */
import type { Command } from '../../lint/commands';
import type { PackageRecord } from '../../packages/package';
import type { ImageFacts, Maker } from './facts';
import type { Installs } from './system-installs';

/** What language tools expect to find when they compile. */
const COMPILERS = /^(?:gcc|g\+\+|clang|make|build-essential|libc6?-dev|gcc-c\+\+|glibc-devel|pkg-config|pkgconf|r-base-dev|ruby-dev|python3-dev|libperl-dev)$/;
/** They compile, whatever they are given; go does wherever its own packages call C. */
const COMPILES = /^(?:g?make|cmake|ninja|meson|cc|c\+\+|gcc|g\+\+|clang|configure)$/;
const GO_VERBS: ReadonlySet<string> = new Set(['build', 'generate', 'get', 'install', 'run', 'test', 'vet']);
/** They compile what has no binary form for this platform: only what they leave tells. */
const MAY_COMPILE = /^(?:gem|bundle|r|rscript|cpanm?|npm|npx|yarn|pnpm|cargo|luarocks|pecl|pip[\d.]*|python[\d.]*|uv|poetry|pipenv)$/i;
const COMPILED = /\.o$|\/build\/Release\/[^/]+\.node$|\.cache\/pip\/wheels\/.*-linux_\w+\.whl$|\/(?:site-library|gems|extensions|auto)\/(?:.*\/)?[^/]+\.so$/;

/** Of `unneeded` those that lines of this image call for; what another of them needs is not named. */
export function calledCompilers(facts: ImageFacts, installs: Installs, unneeded: readonly PackageRecord[]): readonly PackageRecord[] {
  const found = unneeded.filter(({ name }) => COMPILERS.test(name));
  if (found.length === 0 || !facts.makers.slice(facts.ownFrom).some((maker) => compiles(facts, maker))) return [];
  return found.filter((record) => !found.some((other) => other !== record && installs.closure([other]).has(record) && !(other.name > record.name && installs.closure([record]).has(other))));
}

function compiles(facts: ImageFacts, maker: Maker): boolean {
  const { commands, layer } = maker;
  if (commands.some(alwaysCompiles)) return true;
  if (!commands.some(({ name }) => MAY_COMPILE.test(programOf(name)))) return false;
  return facts.own.some((payload) => facts.fs.born[payload] === layer && facts.packages.owner[facts.fs.node[payload]!] === -1 && COMPILED.test(facts.pathOf(payload)));
}

function alwaysCompiles({ name, args }: Command): boolean {
  const program = programOf(name);
  return COMPILES.test(program) || (program === 'go' && args.some((arg) => GO_VERBS.has(arg)));
}

function programOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
