/**
 * `advise IMAGE [--dockerfile FILE] [--context DIR]`: a report of kind `image` with `advice` and priced findings.
 * `advise --dockerfile FILE [--context DIR]`: a report of kind `dockerfile` with the advice that it gives by itself.
 * With `--patch`: `{"patch","applied","skipped","without","now","saved"}`, one patch of all steps of the plan and what those that it carries out save.
 */
import { basename } from 'node:path';
import { advise as adviseOn } from '../../../src/core/advice/advise';
import { sumOf } from '../../../src/core/advice/plan';
import { patchOfSteps } from '../../../src/core/advice/plan-patch';
import { decodeSource } from '../../../src/core/dockerfile/decode';
import type { Dockerfile } from '../../../src/core/dockerfile/model';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { indexPackages } from '../../../src/core/packages/package-index';
import { packagesReport } from '../../../src/core/packages/packages-report';
import { success, type Outcome } from '../../../src/core/problem';
import { buildImageReport } from '../../../src/core/report/image-report';
import type { AdvicePlan, ContextReport, DockerfileReport } from '../../../src/core/report/report';
import { readArguments, type Arguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { sequentialScanner } from '../host';
import { readInput } from '../input-file';
import { contentOf, withImage } from '../open-image';
import { run as runContext } from './context';

const USAGE = 'advise IMAGE [--dockerfile FILE] [--context DIR] [--image N] [--platform os/arch] [--patch]';

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const options = { dockerfile: 'string', context: 'string', image: 'string', platform: 'string', patch: 'boolean' } as const;
  const args = readArguments(argv, options, [0, 1], USAGE);
  if (!args.ok) return args.result;
  const dockerfile = await readDockerfile(args.value.text('dockerfile'));
  if (!dockerfile.ok) return { kind: 'problem', problem: dockerfile.problem };
  const context = await readContext(args.value);
  if (!context.ok) return { kind: 'problem', problem: context.problem };
  if (args.value.flag('patch') && dockerfile.value === undefined) return usageProblem('--patch changes a Dockerfile: name it with --dockerfile.', USAGE);
  const [file] = args.value.positionals;
  if (file !== undefined) return adviseImage(file, args.value, dockerfile.value, context.value);
  if (dockerfile.value === undefined) return usageProblem('Name an image, a Dockerfile, or both.', USAGE);
  const { report, model } = dockerfile.value;
  const { plan } = await adviseOn({ dockerfile: model, findings: report.findings, shell: shellParser, ...(context.value && { context: context.value }) });
  return { kind: 'json', value: args.value.flag('patch') ? patchOf(plan, dockerfile.value) : { ...report, advice: plan } };
}

interface LintedFile {
  readonly report: DockerfileReport;
  readonly model: Dockerfile;
}

async function adviseImage(path: string, args: Arguments, dockerfile: LintedFile | undefined, context: ContextReport | undefined): Promise<CommandResult> {
  const wanted = args.number('image');
  if (Number.isNaN(wanted)) return usageProblem('--image takes a number from 0.', USAGE);
  return withImage(path, { image: wanted, platform: args.text('platform') }, async (analysed, file) => {
    const packages = indexPackages(analysed.image, analysed.fs);
    const { plan, findings, diagnostics } = await adviseOn({
      analysed, packages, shell: shellParser, scanner: sequentialScanner(contentOf(file), file.codecs),
      ...(dockerfile && { dockerfile: dockerfile.model, findings: dockerfile.report.findings }), ...(context && { context }),
    });
    if (args.flag('patch') && dockerfile !== undefined) return { kind: 'json', value: patchOf(plan, dockerfile) };
    const report = buildImageReport(analysed, { packages: packagesReport(packages, analysed.fs) });
    return { kind: 'json', value: { ...report, diagnostics: [...report.diagnostics, ...diagnostics], ...(dockerfile && { findings }), advice: plan } };
  });
}

/** The patch of the steps that are in the plan by default. */
function patchOf(plan: AdvicePlan, { report, model }: LintedFile): object {
  const made = patchOfSteps({ name: report.subject.name, text: model.text }, plan.steps.filter(({ enabled }) => enabled));
  return { ...made, now: plan.now, saved: sumOf(plan, new Set(made.applied)) };
}

async function readDockerfile(path: string | undefined): Promise<Outcome<LintedFile | undefined>> {
  if (path === undefined) return success(undefined);
  const bytes = await readInput(path);
  if (!bytes.ok) return bytes;
  const decoded = decodeSource(bytes.value);
  if (!decoded.ok) return decoded;
  const report = lintDockerfile(decoded.value, { shell: shellParser, name: basename(path), bytes: bytes.value.length });
  return success({ report, model: parseDockerfile(decoded.value) });
}

async function readContext(args: Arguments): Promise<Outcome<ContextReport | undefined>> {
  const folder = args.text('context');
  if (folder === undefined) return success(undefined);
  const dockerfile = args.text('dockerfile');
  const result = await runContext([folder, ...(dockerfile === undefined ? [] : ['--dockerfile', dockerfile])]);
  if (result.kind === 'problem') return { ok: false, problem: result.problem };
  return success(result.kind === 'json' ? (result.value as ContextReport) : undefined);
}
