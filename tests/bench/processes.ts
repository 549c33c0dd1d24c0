/** What Linux tells of a process and its children: processor time, memory, threads. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc/PID/stat: USER_HZ is 100 on every Linux that Node runs on. */
const MILLISECONDS_A_TICK = 10;

/** A process and all that descend from it. */
export function family(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(statOf(Number(name))?.[1]);
    const siblings = children.get(parent);
    if (siblings) siblings.push(Number(name));
    else children.set(parent, [Number(name)]);
  }
  const found = [root];
  for (let at = 0; at < found.length; at += 1) found.push(...(children.get(found[at]!) ?? []));
  return found;
}

/** Processor milliseconds of a process, its descendants, and the children that it has waited for. */
export function processorOf(root: number): number {
  return family(root).reduce((sum, process) => {
    const stat = statOf(process);
    return stat === undefined ? sum : sum + [11, 12, 13, 14].reduce((ticks, field) => ticks + Number(stat[field]), 0) * MILLISECONDS_A_TICK;
  }, 0);
}

/** The renderers of a browser. */
export function renderersOf(browser: number): number[] {
  return family(browser).filter((process) => commandOf(process).includes('--type=renderer'));
}

/** A process's command line. */
export function commandOf(process: number): string {
  return read(`/proc/${process}/cmdline`);
}

/** Bytes of resident memory, now (`VmRSS`) or at its highest (`VmHWM`). */
export function memoryOf(process: number, field: 'VmRSS' | 'VmHWM'): number {
  const [, kibibytes = '0'] = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(read(`/proc/${process}/status`)) ?? [];
  return Number(kibibytes) * 1024;
}

/** Threads of a renderer that run dedicated workers. */
export function workersOf(process: number): number {
  try {
    return readdirSync(`/proc/${process}/task`).filter((task) => read(`/proc/${process}/task/${task}/comm`).startsWith('DedicatedWorker')).length;
  } catch {
    return 0;
  }
}

/** Fields of /proc/PID/stat behind the name, which may hold blanks: the first is the state. */
function statOf(process: number): string[] | undefined {
  const text = read(`/proc/${process}/stat`);
  return text === '' ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
