/** Runs rules over a parsed Dockerfile: severities, what is ignored, ONBUILD, exact places, order. */
import { milliseconds } from '../clock';
import type { Dockerfile, Instruction } from '../dockerfile/model';
import { TOO_MUCH } from '../dockerfile/shell-commands';
import type { ShellParser, ShellScript } from '../dockerfile/shell';
import { once } from '../once';
import type { Finding, Severity } from '../report/report';
import { toCommand } from './commands';
import { SEVERITIES, type LintConfig } from './config';
import { isIgnored, readPragmas, type Pragmas } from './pragmas';
import type { HadolintScript, LintContext, RawFinding, Rule } from './rule';
import { hadolintText, shellTexts, type PlacedText } from './run-text';
import { isForeignShell, shellsOf } from './shells';

export interface LintOptions {
  /** Told the line of each script that is beyond bounds, so that rules on its commands could not be applied. */
  readonly onUnread?: (line: number) => void;
  /** Rules that are off by default run too. */
  readonly includeOff?: boolean;
  /** The text of the ignore file that goes with the Dockerfile. */
  readonly dockerignore?: string;
}

/** Characters of all scripts of a file together; thousands of ordinary RUNs have as many. What is left over is taken for unreadable. */
const MAX_SCRIPTS = 1_000_000;
/** A script that takes longer is made to: ordinary ones take a few milliseconds, and a busy machine seldom adds so many. */
const SLOW_MILLISECONDS = 400;
/** What slow scripts of a file may take together; those that come after are taken for unreadable. */
const MAX_SLOW_MILLISECONDS = 1_000;

/**
 * All findings in the order of the text. Parse errors are not among them (see `parseFindings`); a rule that is ignored does not run.
 */
export function lint(dockerfile: Dockerfile, config: LintConfig, shell: ShellParser, rules: readonly Rule[], options: LintOptions = {}): Finding[] {
  const pragmas = readPragmas(dockerfile);
  const context = makeContext(dockerfile, config, shell, options.dockerignore, options.onUnread);
  const triggers = dockerfile.instructions.flatMap((instruction) => (instruction.kind === 'ONBUILD' && instruction.inner !== undefined ? [instruction.inner] : []));
  const lifted: LintContext | undefined = triggers.length === 0 ? undefined : { ...context, instructions: triggers };
  const findings: Finding[] = [];
  for (const rule of rules) {
    const severity = severityOf(rule, config, options);
    if (severity === undefined || config.ignored.includes(rule.code)) continue;
    for (const raw of rule.check(context)) findings.push(place(dockerfile, rule, severity, raw));
    if (rule.onbuild === true && lifted !== undefined) for (const raw of rule.check(lifted)) findings.push(place(dockerfile, rule, severity, raw));
  }
  const kept = config.disableIgnorePragma ? findings : findings.filter((finding) => !isIgnored(pragmas, finding.rule, finding.instructionLine));
  return kept.sort(byPlace);
}

/** The configured severity: error beats warning beats info beats style; undefined for a rule that is off. */
export function severityOf(rule: Pick<Rule, 'code' | 'severity' | 'offByDefault'>, config: LintConfig, options: LintOptions = {}): Severity | undefined {
  const overridden = SEVERITIES.find((severity) => config.override[severity].includes(rule.code));
  if (overridden !== undefined) return overridden;
  return rule.offByDefault === true && options.includeOff !== true ? undefined : rule.severity;
}

export function makeContext(dockerfile: Dockerfile, config: LintConfig, shell: ShellParser, dockerignore: string | undefined, onUnread?: (line: number) => void): LintContext {
  const read = new Map<Instruction, HadolintScript>();
  const run = new Map<Instruction, readonly ShellScript[]>();
  let pragmas: Pragmas | undefined;
  let shells: ReadonlyMap<Instruction, string> | undefined;
  let left = MAX_SCRIPTS;
  let slow = 0;
  const parse = (placed: PlacedText): ShellScript => {
    left -= placed.text.length;
    const begun = milliseconds();
    const script = left < 0 || slow > MAX_SLOW_MILLISECONDS ? TOO_MUCH : shell.parse(placed.text, (index) => placed.offsetAt(index));
    const taken = milliseconds() - begun;
    if (taken > SLOW_MILLISECONDS) slow += taken;
    if (script === TOO_MUCH) onUnread?.(dockerfile.positionAt(placed.offsetAt(0)).line);
    return script;
  };
  const context: LintContext = {
    dockerfile, config, shell, instructions: dockerfile.instructions, ...(dockerignore !== undefined && { dockerignore }),
    hadolintScript(instruction) {
      let script = read.get(instruction);
      if (script === undefined) {
        const placed = hadolintText(instruction);
        const parsed = parse(placed);
        script = { text: placed.text, script: parsed, hasPipe: parsed.hasPipe, commands: parsed.commands.flatMap((command) => toCommand(command) ?? []) };
        read.set(instruction, script);
      }
      return script;
    },
    scriptsOf(instruction) {
      let scripts = run.get(instruction);
      if (scripts === undefined) {
        pragmas ??= readPragmas(dockerfile);
        shells ??= shellsOf(dockerfile, pragmas);
        const foreign = isForeignShell(shells.get(instruction) ?? '');
        const shellForm = instruction.kind === 'RUN' || instruction.kind === 'CMD' || instruction.kind === 'ENTRYPOINT';
        const plain = instruction.json === undefined && instruction.heredocs.length === 0;
        if (foreign || !shellForm) scripts = [];
        else scripts = plain ? [context.hadolintScript(instruction).script] : shellTexts(instruction).map(parse);
        run.set(instruction, scripts);
      }
      return scripts;
    },
  };
  return context;
}

function place(dockerfile: Dockerfile, rule: Rule, severity: Severity, raw: RawFinding): Finding {
  const start = dockerfile.positionAt(raw.span.start);
  const end = dockerfile.positionAt(Math.max(raw.span.start, raw.span.end));
  return {
    rule: rule.code, severity: raw.severity ?? severity, message: raw.message, line: start.line, column: start.column,
    endLine: end.line, endColumn: end.column, instructionLine: lineOf(dockerfile, raw.instruction) ?? start.line, source: rule.source,
    fixable: raw.fix !== undefined, ...(raw.fix === undefined ? {} : { fix: raw.fix }),
  };
}

/** An instruction inside ONBUILD begins, for everybody else, where the ONBUILD does. */
function lineOf(dockerfile: Dockerfile, instruction: Instruction | undefined): number | undefined {
  if (instruction === undefined || !instruction.onbuild) return instruction?.startLine;
  return triggerLines(dockerfile).get(instruction) ?? instruction.startLine;
}

const triggerLines = once(({ instructions }: Dockerfile): ReadonlyMap<Instruction, number> =>
  new Map(instructions.flatMap((outer) => (outer.kind === 'ONBUILD' && outer.inner !== undefined ? [[outer.inner, outer.startLine]] : []))));

export function byPlace(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
