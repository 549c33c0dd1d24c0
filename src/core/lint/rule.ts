/** What a lint rule is: one file each, describing itself; page, tests and README derive from the description. */
import type { Dockerfile, Instruction, Span } from '../dockerfile/model';
import type { ShellParser, ShellScript } from '../dockerfile/shell';
import type { Finding, FindingSource, Fix, Severity } from '../report/report';
import type { Command } from './commands';
import type { LintConfig } from './config';

export interface RuleDescription {
  /** `DL3008`, `SC2086`, `StageNameCasing`; ours are `PL…` codes. */
  readonly code: string;
  /** Short kebab-case name, for people. */
  readonly name: string;
  readonly source: FindingSource;
  readonly severity: Severity;
  /** Off unless the configuration asks for it. */
  readonly offByDefault?: boolean;
  /** What it checks, one sentence. */
  readonly checks: string;
  /** Why that matters, one to three sentences. */
  readonly why: string;
  /** What it typically costs in an image, where known. */
  readonly cost?: string;
  readonly bearsOnSize: boolean;
  readonly links: readonly string[];
  /** Minimal Dockerfiles that fire and do not fire: shown on the rule's page and run as tests. */
  readonly bad: string;
  readonly good: string;
  /** Configuration keys that it reads. */
  readonly options?: readonly string[];
  readonly fixable?: 'safe' | 'review';
}

/** A finding before places are worked out. */
export interface RawFinding {
  readonly span: Span;
  readonly instruction?: Instruction;
  readonly message: string;
  readonly severity?: Severity;
  readonly fix?: Fix;
}

/** What rules may ask for; everything is computed once and shared. */
export interface LintContext {
  readonly dockerfile: Dockerfile;
  readonly config: LintConfig;
  readonly shell: ShellParser;
  /** The text of the .dockerignore that goes with the file, where it is known. */
  readonly dockerignore?: string;
  /** What the rule looks at: the file's instructions or, in the second pass of an `onbuild` rule, those inside ONBUILD. */
  readonly instructions: readonly Instruction[];
  /** The shell scripts of a RUN (its text, or its heredocs when it has no command of its own); empty for exec form and foreign shells. */
  scriptsOf(run: Instruction): readonly ShellScript[];
  /** As hadolint reads a RUN or SHELL: bash whatever the shell is, the exec form joined with blanks. */
  hadolintScript(run: Instruction): HadolintScript;
}

export interface HadolintScript {
  readonly text: string;
  readonly commands: readonly Command[];
  readonly hasPipe: boolean;
  readonly script: ShellScript;
}

export interface Rule extends RuleDescription {
  /** Runs a second time over the instructions inside ONBUILD, on their own. */
  readonly onbuild?: boolean;
  check(context: LintContext): Iterable<RawFinding>;
}

export type { Finding };
