/** The editor in the colours of the page: the same custom properties, which reach into its shadow root. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--load)', fontWeight: '700' },
  { tag: tags.controlKeyword, color: 'var(--load)' },
  { tag: tags.typeName, fontWeight: '650' },
  { tag: tags.attributeName, color: 'var(--warn)' },
  { tag: tags.propertyName, color: 'var(--ink)', fontStyle: 'italic' },
  { tag: tags.variableName, color: 'var(--dead)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: tags.processingInstruction, color: 'var(--muted)', fontWeight: '650' },
  { tag: [tags.operator, tags.meta, tags.punctuation], color: 'var(--muted)' },
  { tag: tags.invalid, color: 'var(--dead)', textDecoration: 'underline wavy' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 0.75rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.6rem 0 0.2rem', minWidth: '2rem' },
  '.cm-findings': { width: '1.7rem' },
  '.cm-findings .cm-gutterElement': { padding: '0', textAlign: 'center', fontWeight: '700', cursor: 'pointer' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--load) 8%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)', fontWeight: '700' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'color-mix(in srgb, var(--load) 30%, transparent) !important' },
  '.cm-matchingBracket': { backgroundColor: 'transparent !important', outline: '1px solid var(--edge)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)' },
  '.cm-searchMatch-selected': { outline: '2px solid var(--warn)' },
  '.cm-specialChar': { color: 'var(--dead)' },
  '.cm-lintRange': { backgroundImage: 'none !important', paddingBottom: '0 !important', textDecorationLine: 'underline', textDecorationStyle: 'wavy', textDecorationThickness: '1.5px', textUnderlineOffset: '3px', textDecorationSkipInk: 'none' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--dead)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warn)' },
  '.cm-lintRange-info': { textDecorationColor: 'var(--load)' },
  '.cm-lintRange-hint': { textDecorationColor: 'var(--muted)' },
  '.cm-lintRange-active': { backgroundColor: 'var(--warn-soft)' },
  '.sign-error': { color: 'var(--dead)' }, '.sign-warning': { color: 'var(--warn)' }, '.sign-info': { color: 'var(--load)' }, '.sign-style': { color: 'var(--muted)' },
  '.cm-tooltip': { border: '1px solid var(--edge)', borderRadius: '6px', backgroundColor: 'var(--raised)', color: 'var(--ink)', boxShadow: '0 8px 28px rgb(0 0 0 / 0.25)', maxWidth: 'min(32rem, 90vw)', font: '14px/1.45 var(--sans)', zIndex: '20' },
  '.cm-tooltip .cm-diagnostic': { padding: '0.6rem 0.8rem', borderLeft: '4px solid var(--edge)', marginLeft: '0', whiteSpace: 'normal', overflowWrap: 'anywhere' },
  '.cm-tooltip .cm-diagnostic + .cm-diagnostic': { borderTop: '1px solid var(--rule)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--dead) !important' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn) !important' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--load) !important' },
  '.cm-diagnosticAction': { font: 'inherit', fontSize: '13px', margin: '0.5rem 0.4rem 0 0', padding: '0.15rem 0.6rem', border: '1px solid var(--edge)', borderRadius: '6px', backgroundColor: 'var(--surface)', color: 'var(--ink)', cursor: 'pointer' },
  '.cm-diagnosticAction:hover': { borderColor: 'var(--load)', backgroundColor: 'var(--load-soft)' },
  '.rule-line': { color: 'var(--muted)', fontSize: '12.5px', marginTop: '0.2rem' },
  '.rule-why': { marginTop: '0.35rem', fontSize: '13px' },
  '.rule-line code': { fontFamily: 'var(--mono)' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--rule)' },
  '.cm-panel.cm-search': { padding: '0.4rem 2rem 0.4rem 0.6rem', font: '14px var(--sans)' },
  '.cm-textfield': { font: '13px var(--mono)', padding: '0.2rem 0.4rem', border: '1px solid var(--edge)', borderRadius: '6px', backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '.cm-button': { font: '13px var(--sans)', backgroundImage: 'none', backgroundColor: 'var(--raised)', border: '1px solid var(--edge)', borderRadius: '6px', color: 'var(--ink)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink)', fontSize: '18px', padding: '0 0.4rem' },
});

export const theme = [look, syntaxHighlighting(colours)];
