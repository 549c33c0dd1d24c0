/** The plan's steps on the base image: what it is, and smaller ones from the catalogue. */
import type { AdviceBase, AdviceStep, Finding } from '../../report/report';
import type { RecognisedBase } from './recognise';
import { smallerBases, type Arch, type SmallerBase } from './smaller';

/** At most this many proposals. */
const PROPOSALS = 4;

/** Proposals, none of them in the plan by default: another base is a decision, and its size on disk is not in the catalogue. */
export function baseSteps(
  base: RecognisedBase, facts: AdviceBase, platform: string, line: number | undefined, findings: readonly Finding[],
): readonly AdviceStep[] {
  const { row } = base;
  if (row === undefined) return [];
  const arch = archOf(platform);
  return smallerBases(row, arch ?? 'amd64').slice(0, PROPOSALS).map((choice): AdviceStep => {
    const name = `${choice.image.repository}:${choice.image.tag}`;
    const present = base.exact ? base.reference ?? `${row.repository}:${row.tag}` : `an image like ${row.repository}:${row.tag}`;
    // The rule on slim variants asks for the same.
    const slim = choice.image.variant.includes('slim');
    const asked = findings.flatMap((finding, at) => (slim && finding.rule === 'PL034' && finding.instructionLine === line ? [at] : []));
    const fix = asked.map((at) => findings[at]!.fix).find((each) => each !== undefined);
    const pull = arch === undefined ? undefined : pullOf(choice, arch);
    return {
      id: `base-${name}`, way: 'base-image', title: `Build on ${name} instead of ${present}`, detail: detailOf(choice, base, facts),
      ...(line === undefined ? {} : { line }), layers: [], bytes: null, storedBytes: null, adds: { bytes: 0, storedBytes: 0 }, files: 0, basis: 'estimated', enabled: false, rank: 85, evidence: [], findings: asked, ...(fix === undefined ? {} : { fix }),
      ...(choice.caveats.length === 0 ? {} : { caveat: [...choice.caveats, ...cost(choice, facts)].join(' ') }), ...(pull === undefined ? {} : { pull }),
    };
  });
}

function pullOf({ image, from, to }: SmallerBase, arch: Arch): AdviceStep['pull'] {
  if (to === undefined) return undefined;
  return { ...(from === undefined ? {} : { from }), to, platform: `linux/${arch}`, asOf: image.asOf ?? '' };
}

function detailOf({ image, from, to }: SmallerBase, base: RecognisedBase, facts: AdviceBase): string {
  const present = from === undefined ? '' : ` where ${base.row!.repository}:${base.row!.tag} takes ${megabytes(from)}`;
  const sizes = to === undefined
    ? 'Its makers publish no size that could be compared.'
    : `Pulled, it takes ${megabytes(to)}${present} (compressed, as of ${image.asOf ?? 'an unknown date'}); sizes on disk are larger.`;
  const stale = base.row?.note === undefined ? '' : ` The present base is ${base.row.note === 'stale' ? 'no longer rebuilt' : 'deprecated'}.`;
  const like = base.exact || facts.os === undefined ? '' : ` The base itself is not in the catalogue; ${facts.os} is what it looks like.`;
  return `${sizes}${like}${stale}`;
}

/** The caveat in figures of this very image. */
function cost({ image }: SmallerBase, { musl, distroless, libc }: AdviceBase): string[] {
  const costs: string[] = [];
  if (image.libc === 'musl' && libc === 'glibc' && musl !== undefined) {
    const { binaries, wheels, names } = musl;
    costs.push(binaries + wheels === 0
      ? 'In this image no program or wheel outside the distribution’s packages is linked against glibc.'
      : `In this image: ${counted(binaries, 'program or library', 'programs and libraries')}, ${counted(wheels, 'wheel', 'wheels')} (${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}).`);
  }
  if (image.variant === 'distroless' && distroless !== undefined) costs.push(...distroless.neededBy.map((each) => `${each}.`));
  return costs;
}

function archOf(platform: string): Arch | undefined {
  const arch = platform.split('/')[1];
  return arch === 'amd64' || arch === 'arm64' ? arch : undefined;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
