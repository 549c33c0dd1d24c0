/** Owns the models of the open files; answers the page's questions. */
import * as Comlink from 'comlink';
import type { OpenedArchive } from '../src/core/archive/open';
import { CANCELLED } from '../src/core/archive/tar-run';
import type { TreeView } from '../src/core/image/tree-rows';
import type { TreeWindow } from '../src/core/image/tree-view';
import { askForCollection } from '../src/core/bytes/free-memory';
import { failure, problemOf, type Outcome, type Problem, success } from '../src/core/problem';
import { packReport } from '../src/core/report/pack-report';
import { buffersOf } from '../src/core/report/packed-report';
import { askSink } from '../src/core/writer/sink-problem';
import { Job } from './cancelling';
import { OpenImage } from './open-image';
import type { OpenComparison } from './comparing';
import { holdLifeline } from './own-worker';
import type { ArchiveInput, Saved, SaveProgress, SaveTarget, SessionApi } from './protocol';
import { analyseInput, openInput, summaryOf } from './read-input';
import { placedProblem } from './save-problem';
import { openTarget, type TargetSink } from './save-target';
import { endSpares } from './start-layer-worker';
import { throttled } from './throttled';
import { Turns } from './turns';

interface Session {
  readonly input: ArchiveInput;
  readonly opened: OpenedArchive;
  /** The image that was analysed last. */
  image?: OpenImage;
}

const sessions = new Map<string, Session>();
const jobs = new Map<string, Job>();
/** Typing asks for one tree per letter: only the last one is shown. */
const treeTurns = new Turns();

/** Ends what runs for this key and begins something new. */
function begin(key: string): Job {
  jobs.get(key)?.cancel();
  const job = new Job();
  jobs.set(key, job);
  return job;
}

const api: SessionApi = {
  async open(key, input, onProgress) {
    const job = begin(key);
    sessions.delete(key);
    const opened = await job.race(openInput(input, job, onProgress));
    // A user who has to choose an image may take long.
    if (!opened.ok || opened.value.archive.images.filter(({ present }) => present).length !== 1) endSpares();
    if (!opened.ok) return opened;
    sessions.set(key, { input, opened: opened.value });
    return success(summaryOf(opened.value));
  },

  async analyse(key, image, onProgress) {
    const job = begin(key);
    const session = sessions.get(key);
    if (session === undefined) return failure(notOpen);
    const analysed = await job.race(analyseInput(session.input, session.opened, image, job, onProgress));
    if (!analysed.ok) return analysed;
    session.image = new OpenImage(session.input, analysed.value);
    const packed = packReport(analysed.value);
    // Before packages and plan make garbage of their own, and after the report is on its way.
    setTimeout(askForCollection);
    return Comlink.transfer(success(packed), buffersOf(packed));
  },

  cancel(key) {
    jobs.get(key)?.cancel();
    return Promise.resolve();
  },

  close(key) {
    for (const work of [key, readingOf(key), savingOf(key), verifyingOf(key), `${key} advice`]) {
      jobs.get(work)?.cancel();
      jobs.delete(work);
    }
    sessions.delete(key);
    return Promise.resolve();
  },

  treeOpen: async (key, query, rows) => (await treeTurns.take(key)) ? ask(key, (image) => {
    // Filters by package or kind need their index before the first row.
    if (query.package !== undefined || query.kind !== undefined) void image.packages;
    const opened = image.tree.open(query);
    prepareSearch(image.tree);
    return opened.ok ? success({ ...opened.value, window: image.tree.window(0, rows) }) : opened;
  }) : failure(CANCELLED),
  treeRows: (key, from, to) => Promise.resolve(imageOf(key)?.tree.window(from, to) ?? NO_ROWS),
  treeToggle(key, id, expanded, from, to) {
    const tree = imageOf(key)?.tree;
    tree?.toggle(id, expanded);
    return Promise.resolve(tree?.window(from, to) ?? NO_ROWS);
  },
  packages: (key) => ask(key, (image) => {
    const answer = image.packagesAnswer();
    askForCollection();
    return success(answer);
  }),
  pathHistory: (key, id) => ask(key, (image) => success(image.history(id))),
  picture: (key, query) => ask(key, (image) => success(image.picture(query))),
  squashPlan: (key) => ask(key, (image) => success(image.squashPlan())),
  squashPreview: (key, range) => ask(key, (image) => image.squashPreview(range)),
  async verify(key, onProgress) {
    const job = begin(verifyingOf(key));
    const tell = throttled(([done, total]: readonly [number, number]) => onProgress(done, total));
    return job.race(ask(key, (image) => image.verify(job, (...bytes) => tell(bytes))));
  },
  cancelVerifying(key) {
    jobs.get(verifyingOf(key))?.cancel();
    return Promise.resolve();
  },
  exportImage: (key, format) => ask(key, (image) => success(image.exported(format))),
  holdAgainst: (key, rules) => ask(key, (image) => success(image.heldAgainst(rules))),

  async readFile(key, place, maxBytes) {
    const job = begin(readingOf(key));
    const outcome = await job.race(ask(key, (image) => image.readStart(place, maxBytes, job)));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.bytes.buffer]) : outcome;
  },

  savePath: (key, place, form, target, onProgress) => save(key, target, onProgress, (image, sink, job, tell) => image.save(place, form, sink, job, tell)),
  saveSquashed: (key, request, target, onProgress) => save(key, target, onProgress, (image, sink, job, tell) => image.saveSquashed(request, sink, job, tell)),

  async compare(before, after, options, onPhase, onDifference) {
    const job = begin(COMPARING);
    comparison = undefined;
    const [left, right] = [before, after].map((side) => (typeof side === 'string' ? imageOf(side) : side));
    if (left === undefined || right === undefined) return failure(notOpen);
    // Comparing and advising are fetched when they are first asked for: most visits need neither.
    const { compare } = await import('./comparing');
    const compared = await job.race(compare(left, right, options, job, {
      onPhase,
      onDifference: (first) => {
        comparison = first;
        onDifference(first.head());
      },
    }));
    if (!compared.ok) return compared;
    comparison = compared.value;
    return success(comparison.head());
  },
  compareRows: (query, from, to) => askComparison((shown) => shown.rows(query, from, to)),
  compareConcern: (id) => askComparison((shown) => shown.concern(id)),
  compareTicks: (ids) => askComparison((shown) => shown.ticks(new Set(ids))),
  comparisonReport: (ids) => askComparison((shown) => shown.report(new Set(ids))),
  compareCheckList: (text, kind) => askComparison((shown) => shown.checked(text, kind)),
  async compareBuilds(original, builds) {
    const [first, ...others] = [original, ...builds].map(imageOf);
    if (first === undefined || others.some((image) => image === undefined)) return failure(notOpen);
    const { severalBuilds } = await import('./comparing');
    return success(severalBuilds(first, others.flatMap((image) => image ?? [])));
  },
  saveRepaired: (before, after, ids, target, onProgress) => save(after, target, onProgress, async (smaller, sink, job, tell) => {
    const original = imageOf(before);
    if (original === undefined || comparison === undefined) {
      await sink.abort();
      return failure(notOpen);
    }
    const { repair } = await import('./comparing');
    return repair(original, smaller, comparison.paths(new Set(ids)), sink, job, tell);
  }),
  cancelComparing() {
    jobs.get(COMPARING)?.cancel();
    return Promise.resolve();
  },

  async advise(key, question, onProgress, onDraft) {
    const image = key === undefined ? undefined : imageOf(key);
    if (key !== undefined && image === undefined) return failure(notOpen);
    const job = begin(`${key ?? ''} advice`);
    const plan = import('./advising').then(({ adviseOn }) => adviseOn(image, question, job, { onProgress: throttled(onProgress), onDraft }));
    return job.race(plan.then(success));
  },
  cancelAdvising(key) {
    jobs.get(`${key ?? ''} advice`)?.cancel();
    return Promise.resolve();
  },

  async context(listing) {
    const { contextOf } = await import('./folder-context');
    return contextOf(listing);
  },

  cancelSaving(key) {
    jobs.get(savingOf(key))?.cancel();
    return Promise.resolve();
  },
};

/** The last comparison, and what is being compared. */
let comparison: OpenComparison | undefined;
const COMPARING = 'comparing';

function askComparison<T>(question: (shown: OpenComparison) => T): Promise<Outcome<T>> {
  return Promise.resolve(comparison === undefined ? failure(notOpen) : success(question(comparison)));
}

/** Does what the first search would have to wait for, piece by piece between the answers. */
function prepareSearch(tree: TreeView): void {
  setTimeout(() => {
    if (tree.prepareSearch()) prepareSearch(tree);
  });
}

/** Looking into a file, saving and verifying have jobs of their own: a new one ends the one before of its sort. */
const readingOf = (key: string): string => `${key} reading`;
const savingOf = (key: string): string => `${key} saving`;
const verifyingOf = (key: string): string => `${key} verifying`;

function imageOf(key: string): OpenImage | undefined {
  return sessions.get(key)?.image;
}

async function ask<T>(key: string, question: (image: OpenImage) => Outcome<T> | Promise<Outcome<T>>): Promise<Outcome<T>> {
  const image = imageOf(key);
  return image === undefined ? failure(notOpen) : question(image);
}

/** Writes to a target. Whoever writes closes the sink, or aborts it; what cannot even be opened is a problem like any other. */
async function save<T>(
  key: string, target: SaveTarget, onProgress: (progress: SaveProgress) => void,
  write: (image: OpenImage, sink: TargetSink, job: Job, tell: (progress: SaveProgress) => void) => Promise<Outcome<T>>,
): Promise<Outcome<Saved<T>>> {
  const job = begin(savingOf(key));
  const tell = throttled(onProgress);
  let needed = 0;
  return ask(key, async (image) => {
    const failed = async (problem: Problem): Promise<Outcome<never>> => failure(await placedProblem(problem, target, needed));
    try {
      let sink: TargetSink | undefined;
      await askSink(async () => {
        sink = await openTarget(target);
      });
      const opened = sink!;
      const outcome = await write(image, opened, job, (progress) => {
        if (progress.phase !== 'compressing') needed = progress.bytesTotal;
        tell(progress);
      });
      if (!outcome.ok) return await failed(outcome.problem);
      const file = await opened.result();
      return success({ result: outcome.value, ...(file && { file }) });
    } catch (error) {
      return failed(problemOf(error));
    }
  });
}

const NO_ROWS: TreeWindow = { state: 0, count: 0, from: 0, rows: [] };

/** The page holds a file that this worker, started again, does not know. */
const notOpen: Problem = { kind: 'not-open', message: 'This file is not open any more.', advice: 'Open it again.' };

holdLifeline();
Comlink.expose(api);
