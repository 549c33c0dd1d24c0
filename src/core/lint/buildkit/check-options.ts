/** The `check` directive (`# check=skip=A,B;error=true;experimental=C`) and the same text as a comment above one instruction. */
import { directiveArgument } from '../../dockerfile/directives';
import type { Dockerfile, Instruction } from '../../dockerfile/model';

export interface CheckOptions {
  readonly skipAll: boolean;
  readonly skip: ReadonlySet<string>;
  readonly experimentalAll: boolean;
  readonly experimental: ReadonlySet<string>;
  /** A build is to end with an error when a check finds something. */
  readonly error: boolean;
}

const NOTHING: CheckOptions = { skipAll: false, skip: new Set(), experimentalAll: false, experimental: new Set(), error: false };

/** Reads `skip=…;error=…;experimental=…`; undefined where BuildKit refuses the text. */
function parseCheckOptions(text: string): CheckOptions | undefined {
  let { skipAll, skip, experimentalAll, experimental, error } = NOTHING;
  if (text.trim() === '') return NOTHING;
  for (const part of threeParts(text)) {
    const equals = part.indexOf('=');
    if (equals < 0) return undefined;
    const value = part.slice(equals + 1).trim();
    const names = new Set(value.split(',').map((name) => name.trim()));
    switch (part.slice(0, equals).trim()) {
      case 'skip':
        if (value === 'all') skipAll = true;
        else skip = names;
        break;
      case 'experimental':
        if (value === 'all') experimentalAll = true;
        else experimental = names;
        break;
      case 'error':
        if (!/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)) return undefined;
        error = /^[1tT]/.test(value);
        break;
      default:
        return undefined;
    }
  }
  return { skipAll, skip, experimentalAll, experimental, error };
}

/** There are three options: BuildKit leaves what is behind the third with it. */
function threeParts(text: string): readonly string[] {
  const [first = '', second, ...rest] = text.split(';');
  return [first, ...(second === undefined ? [] : [second]), ...(rest.length === 0 ? [] : [rest.join(';')])];
}

/** What the directive at the top of the file asks for; undefined when it is malformed, which stops a build. */
export function checkOptionsOf(dockerfile: Dockerfile): CheckOptions | undefined {
  const directive = dockerfile.directives.find(({ name }) => name === 'check');
  return directive ? parseCheckOptions(directiveArgument(directive)) : NOTHING;
}

/** What the first such comment right above an instruction (`# check=skip=RULE // reason`) asks for there, if BuildKit can read it. */
export function checkOptionsAt(instruction: Instruction): CheckOptions | undefined {
  for (const { text } of instruction.leadingComments) {
    const match = /^check\s*=\s*([^ ]+)/i.exec(text);
    if (match?.[1] !== undefined) return parseCheckOptions(match[1]);
  }
  return undefined;
}
