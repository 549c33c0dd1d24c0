/**
 * CodeMirror, set up for a Dockerfile. It lives in a shadow root: there it takes constructed style sheets, while in the page itself it
 * would write style elements, which the page's policy forbids.
 */
import { defaultKeymap, history, historyField, historyKeymap, isolateHistory } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorSelection, EditorState, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  drawSelection, EditorView, gutter, GutterMarker, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, tooltips,
} from '@codemirror/view';
import type { LineCost } from '../../core/advice/line-costs';
import type { Finding, Severity } from '../../core/report/report';
import { SEVERITIES } from '../../core/lint/config';
import { SEVERITY_GLYPHS } from '../words';
import { dockerfile } from './dockerfile-language';
import { costGutter, costRanges, setCostMarkers } from './line-costs';
import { theme } from './theme';

export interface EditorOptions {
  readonly host: HTMLElement;
  readonly text: string;
  /** The text as it was opened: where nothing is remembered, Undo leads back to it. */
  readonly original: string;
  /** What an editor of this text answered to `remember` before. */
  readonly memory?: EditorMemory | undefined;
  readonly label: string;
  readonly onChange: (text: string) => void;
  /** The cursor moved to another line, by a person. */
  readonly onLine: (line: number) => void;
  /** A marker in the gutter was clicked. */
  readonly onMarker: (line: number) => void;
  /** What a person can do about a finding, for the tooltip. */
  readonly actionsFor: (finding: Finding) => readonly { readonly name: string; readonly run: () => void }[];
  /** Why the rule exists; undefined where nothing is known. */
  readonly explain: (finding: Finding) => Promise<string | undefined>;
}

/** An editor's text, cursor and steps of Undo as plain data, and the line end that its offsets count as one character. */
export interface EditorMemory {
  readonly state: unknown;
  readonly separator: string;
}

export interface Editor {
  /** Replaces what differs; the cursor and the history stay. */
  setText(text: string): void;
  setFindings(findings: readonly Finding[]): void;
  /** What lines cost, by their number; empty where no image lies beside the Dockerfile. */
  setCosts(costs: ReadonlyMap<number, LineCost>): void;
  /** Selects the range of a finding and brings it into sight. */
  reveal(finding: Finding): void;
  focus(): void;
  remember(): EditorMemory;
  destroy(): void;
}

class SeverityMarker extends GutterMarker {
  readonly severity: Severity;
  readonly count: number;

  constructor(severity: Severity, count: number) {
    super();
    this.severity = severity;
    this.count = count;
  }

  override eq(other: SeverityMarker): boolean {
    return other.severity === this.severity && other.count === this.count;
  }

  override toDOM(): HTMLElement {
    const sign = document.createElement('span');
    sign.className = `sign-${this.severity}`;
    sign.textContent = SEVERITY_GLYPHS[this.severity];
    sign.title = this.count === 1 ? this.severity : `${this.count} findings, the worst: ${this.severity}`;
    return sign;
  }
}

const setMarkers = StateEffect.define<RangeSet<GutterMarker>>();
const markers = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update: (value, transaction) => transaction.effects.reduce((set, effect) => (effect.is(setMarkers) ? effect.value : set), value.map(transaction.changes)),
});

/** Lines end as the file's do, where it is of one mind; else a carriage return is a character like any other, and stays. */
function lineSeparatorOf(text: string): string {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text) ? '\r\n' : '\n';
}

function offsetOf(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.max(1, Math.min(doc.lines, line)));
  return Math.min(at.to, at.from + Math.max(0, column - 1));
}

export function createEditor(options: EditorOptions): Editor {
  const root = options.host.shadowRoot ?? options.host.attachShadow({ mode: 'open' });
  let line = 1;
  const separator = new Compartment();
  /** The findings that are shown, and the text that they are of. */
  let told = '';
  let toldOf = '';
  const extensions = [
    gutter({
      class: 'cm-findings', markers: (view) => view.state.field(markers),
      domEventHandlers: { click: (view, block) => (options.onMarker(view.state.doc.lineAt(block.from).number), true) },
    }),
    markers, lineNumbers(), costGutter, highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), highlightActiveLine(),
    highlightSelectionMatches(), search({ top: false }), dockerfile, theme, tooltips({ position: 'fixed' }),
    keymap.of([...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
    separator.of(EditorState.lineSeparator.of(options.memory?.separator ?? lineSeparatorOf(options.original))), EditorState.tabSize.of(4),
    EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' }),
    EditorView.domEventHandlers({
      // Files belong to the page, which opens them; the editor would write their content into the text.
      drop: (event) => event.dataTransfer?.types.includes('Files') ?? false,
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) {
        shown = update.state.sliceDoc();
        options.onChange(shown);
      }
      const now = update.state.doc.lineAt(update.state.selection.main.head).number;
      if (now !== line && update.selectionSet) options.onLine(now);
      line = now;
    }),
  ];
  const state = options.memory === undefined
    ? EditorState.create({ doc: options.original, extensions })
    : EditorState.fromJSON(options.memory.state, { extensions }, { history: historyField });
  let shown = state.sliceDoc();
  const view = new EditorView({ root, parent: root, state });

  function setText(text: string): void {
    if (text === shown) return;
    // A text of another mind about its line ends, as when its file was changed meanwhile.
    if (lineSeparatorOf(text) === '\n' && view.state.lineBreak !== '\n') view.dispatch({ effects: separator.reconfigure(EditorState.lineSeparator.of('\n')) });
    const before = view.state.sliceDoc();
    let start = 0;
    while (start < Math.min(before.length, text.length) && before[start] === text[start]) start += 1;
    let end = 0;
    while (end < Math.min(before.length, text.length) - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
    // Offsets of the text and of the editor are the same only where a line end is one character.
    const same = view.state.lineBreak.length === 1;
    view.dispatch({
      changes: same ? { from: start, to: before.length - end, insert: view.state.toText(text.slice(start, text.length - end)) } : { from: 0, to: view.state.doc.length, insert: view.state.toText(text) },
      annotations: isolateHistory.of('full'),
    });
  }

  setText(options.text);
  return {
    setText,

    setFindings(findings) {
      // The same once more, as when ShellCheck adds nothing, would close a tooltip that someone reads.
      const state = JSON.stringify(findings);
      if (state === told && shown === toldOf) return;
      told = state;
      toldOf = shown;
      const { doc } = view.state;
      const diagnostics = findings.map((finding): Diagnostic => {
        const from = offsetOf(doc, finding.line, finding.column);
        const to = Math.max(from, offsetOf(doc, finding.endLine, finding.endColumn));
        return {
          from, to, severity: finding.severity === 'style' ? 'hint' : finding.severity, message: finding.message,
          actions: options.actionsFor(finding).map(({ name, run }) => ({ name, apply: run })), renderMessage: () => tip(finding, options.explain),
        };
      });
      const byLine = new Map<number, { severity: Severity; count: number }>();
      for (const { line: at, severity } of findings) {
        const known = byLine.get(at);
        const worse = !known || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known.severity);
        byLine.set(at, { severity: worse ? severity : known.severity, count: (known?.count ?? 0) + 1 });
      }
      const ranges = [...byLine].filter(([at]) => at <= doc.lines).sort(([a], [b]) => a - b)
        .map(([at, { severity, count }]) => new SeverityMarker(severity, count).range(doc.line(Math.max(1, at)).from));
      view.dispatch({ effects: setMarkers.of(RangeSet.of(ranges)) });
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },

    setCosts(costs) {
      view.dispatch({ effects: setCostMarkers.of(costRanges(view.state.doc, costs)) });
    },

    reveal(finding) {
      const { doc } = view.state;
      const range = EditorSelection.range(offsetOf(doc, finding.line, finding.column), offsetOf(doc, finding.endLine, finding.endColumn));
      view.dispatch({ selection: EditorSelection.create([range]), effects: EditorView.scrollIntoView(range, { y: 'center' }) });
      view.focus();
    },

    focus: () => view.focus(),
    remember: () => ({ state: view.state.toJSON({ history: historyField }) as unknown, separator: view.state.lineBreak }),
    destroy: () => view.destroy(),
  };
}

/** Message, rule and (once it is known) the reason. Built of text nodes: messages quote the file. */
function tip(finding: Finding, explain: EditorOptions['explain']): HTMLElement {
  const box = document.createElement('div');
  const add = (tag: string, className: string, text: string): HTMLElement => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    box.append(element);
    return element;
  };
  add('div', 'rule-message', finding.message);
  add('div', 'rule-line', `${finding.rule} · ${finding.severity} · ${finding.source}`);
  void explain(finding).then((why) => {
    if (why) add('div', 'rule-why', why);
  });
  return box;
}
