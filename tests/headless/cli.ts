/** The headless dispatcher: finds the command, prints its result, keeps bugs and expected failures apart. */
import { createInterface } from 'node:readline';
import { stdin, stdout } from 'node:process';
import { type CommandResult, usageProblem } from './command';
import { COMMANDS } from './commands';
import { print, printBug, printLine, STATUS } from './output';

/** Runs one command line and answers the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? STATUS.success : STATUS.bug);
  });
  try {
    const [command, ...rest] = argv;
    return command === 'batch' ? await batch() : await print(await run(command, rest));
  } catch (error) {
    reportBug(error);
    return STATUS.bug;
  }
}

async function run(name: string | undefined, argv: readonly string[]): Promise<CommandResult> {
  const names = [...Object.keys(COMMANDS), 'batch'].join(' | ');
  if (name === undefined) return usageProblem('No command was given.', names);
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) return usageProblem(`There is no command "${name}".`, names);
  const command = await load();
  return command.run(argv);
}

/** Reads `{"id","argv"}` lines and answers each in order; what goes wrong with one leaves the next untouched. */
async function batch(): Promise<number> {
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const request = parseRequest(line);
    try {
      await printLine(request.id, 'problem' in request ? request.problem : await run(request.argv[0], request.argv.slice(1)));
    } catch (error) {
      reportBug(error);
      await printBug(request.id, error);
    }
  }
  return STATUS.success;
}

function parseRequest(line: string): { id: unknown; argv: readonly string[] } | { id: unknown; problem: CommandResult } {
  const usage = 'batch < LINES, each {"id": …, "argv": ["COMMAND", …]}';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { id: null, problem: usageProblem('A line is not JSON.', usage) };
  }
  const { id, argv } = (value ?? {}) as { id?: unknown; argv?: unknown };
  if (Array.isArray(argv) && argv.every((word) => typeof word === 'string')) return { id, argv };
  return { id, problem: usageProblem('A line has no "argv" of strings.', usage) };
}

function reportBug(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
