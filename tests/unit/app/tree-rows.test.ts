/** The page's side of the file tree: whatever the order of answers, rows of one state stand on the screen, and none is waited for in vain. */
import { expect, test, vi } from 'vitest';
import type { SessionClient } from '../../../src/app/session-client';
import { TreeRows } from '../../../src/app/tree-rows.svelte';
import { TreeView } from '../../../src/core/image/tree-rows';
import { failure, success, type Outcome } from '../../../src/core/problem';
import { dir, file, layer, merged } from '../image/layers';

const gone = { kind: 'worker-died', message: 'gone', advice: '' };

/** A session whose answers wait until they are let go, in the order of the questions. */
function slowSession(): { rows: TreeRows; answer: (count?: number) => Promise<void>; lose: () => void } {
  const entries = Array.from({ length: 5 }, (_, at) => [dir(`d${at}`), ...Array.from({ length: 150 }, (_each, n) => file(`d${at}/${n}`, 'x'))]).flat();
  const { fs } = merged(layer(...entries));
  let view = new TreeView(fs);
  let lost = false;
  const waiting: (() => void)[] = [];
  const later = <T>(work: () => T): Promise<Outcome<T>> => {
    const outcome = lost ? failure(gone) : success(work());
    return new Promise((resolve) => waiting.push(() => resolve(outcome)));
  };
  const session: Pick<SessionClient, 'treeOpen' | 'treeRows' | 'treeToggle'> = {
    treeOpen(_, query, rows, signal) {
      lost = false;
      const answer = later(() => {
        const opened = view.open(query);
        if (!opened.ok) throw new Error(opened.problem.kind);
        return { ...opened.value, window: view.window(0, rows) };
      });
      return Promise.race([answer, new Promise<Outcome<never>>((resolve) => signal.addEventListener('abort', () => resolve(failure({ kind: 'cancelled', message: '', advice: '' }))))]);
    },
    treeRows: (_, from, to) => later(() => view.window(from, to)),
    treeToggle: (_, id, expanded, from, to) => later(() => {
      view.toggle(id, expanded);
      return view.window(from, to);
    }),
  };
  return {
    rows: new TreeRows(session as SessionClient, 'key'),
    async answer(count = Infinity) {
      for (let at = 0; at < count && waiting.length > 0; at += 1) {
        waiting.shift()!();
        for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      }
    },
    lose() {
      view = new TreeView(fs);
      lost = true;
    },
  };
}

const names = (rows: TreeRows, from: number, to: number): (string | undefined)[] => Array.from({ length: to - from }, (_, at) => rows.at(from + at)?.path);

test('folding beside a query that is still open ends in one tree', async () => {
  const { rows, answer } = slowSession();
  void rows.open({ show: 'all', sort: 'name' });
  await answer();
  expect([rows.count, rows.busy]).toEqual([5, false]);
  void rows.open({ show: 'all', sort: 'size' });
  void rows.fold(1, true);
  rows.ensure(0, 40);
  await answer();
  expect(rows.count).toBe(155);
  expect(names(rows, 0, 4)).toEqual(['d0', 'd1', 'd1/0', 'd1/1']);
});

test('rows that are asked for while a directory is folded are of the tree after it', async () => {
  const { rows, answer } = slowSession();
  void rows.open({ show: 'all', sort: 'name' });
  await answer();
  void rows.foldAll(true);
  await answer();
  expect(rows.count).toBe(755);
  rows.ensure(600, 640);
  void rows.fold(0, false);
  rows.ensure(560, 600);
  await answer();
  expect(rows.count).toBe(605);
  rows.ensure(560, 605);
  await answer();
  expect(names(rows, 601, 605).every((path) => path?.startsWith('d4/'))).toBe(true);
});

test('a query that replaces another takes over, and an aborted one changes nothing', async () => {
  const { rows, answer } = slowSession();
  void rows.open({ show: 'all', sort: 'name', search: { text: '14', mode: 'text' } });
  void rows.open({ show: 'all', sort: 'name', search: { text: 'd3/149', mode: 'text' } });
  await answer();
  expect(names(rows, 0, rows.count)).toEqual(['d3', 'd3/149']);
  expect(rows.found?.files).toBe(1);
});

test('the next window is here before it is looked at', async () => {
  const { rows, answer } = slowSession();
  void rows.open({ show: 'all', sort: 'name' });
  await answer();
  void rows.foldAll(true);
  await answer();
  vi.useFakeTimers();
  rows.ensure(150, 190);
  vi.runAllTimers();
  vi.useRealTimers();
  await answer();
  const { version } = rows;
  expect(names(rows, 200, 300)).not.toContain(undefined);
  expect(rows.at(754)?.path).toBe('d4/99');
  expect(version).toBe(rows.version);
});

test('a tree that went with its worker is opened again', async () => {
  const { rows, answer, lose } = slowSession();
  void rows.open({ show: 'all', sort: 'name' });
  await answer();
  void rows.foldAll(true);
  await answer();
  lose();
  rows.ensure(300, 340);
  await answer();
  expect([rows.count, rows.busy, rows.problem]).toEqual([5, false, undefined]);
  expect(rows.at(0)?.path).toBe('d0');
});
