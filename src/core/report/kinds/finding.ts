/** One result of a lint rule, and the edits that repair it. */
export type Severity = 'error' | 'warning' | 'info' | 'style';
export type FindingSource = 'hadolint' | 'shellcheck' | 'buildkit' | 'plimsoll';

/** One edit of a source text: offsets are UTF-16 indexes, `end` exclusive. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** `safe`: the build does the same and the image only loses what nobody reads. `review`: a person should look. */
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
  /** Files that it makes beside the Dockerfile; it is offered only where there is none of the name, or the context is not known. */
  readonly files?: readonly NewFile[];
  /** What must be true for the result to do the same, in plain sentences: what a person should look at. */
  readonly assumes?: readonly string[];
}

export interface NewFile {
  /** Relative to the folder of the Dockerfile. */
  readonly path: string;
  /** All of a new file; of one that is there already, the lines that are added to it. */
  readonly text: string;
  /** What the file holds now; absent where there is none, or where that is not known. */
  readonly before?: string;
}

/** Lines and columns count from 1; the end is exclusive. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** First line of the instruction that the finding is in (hadolint reports everything there). */
  readonly instructionLine: number;
  readonly source: FindingSource;
  readonly fixable: boolean;
  readonly fix?: Fix;
  /** What it costs in the image that was dropped beside the Dockerfile. */
  readonly bytes?: number;
  /** Those bytes are an estimate. */
  readonly estimated?: boolean;
  /**
   * ShellCheck's further comments on the same RUN. hadolint keeps one a RUN, and so does the list of findings, so that the two can be
   * compared; the page and the exports show these too.
   */
  readonly more?: readonly Finding[];
}
