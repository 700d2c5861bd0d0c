/**
 * Faults of guests: each has a short number that a person can tell, and the server hears of it once a visit.
 *
 * The number follows from the fault, so that the same one has the same number for everybody.
 *
 * One law: reporting never makes things worse. It waits for nothing, throws nothing, and stops after twenty.
 */
import { graphql } from './graphql.ts';
import { newWriteId } from './write-id.ts';

/** Where something went wrong: a slot's name, or the path of a page. */
export interface Fault {
  readonly plugin: string;
  readonly kind: 'SLOT' | 'PAGE';
  readonly where: string;
  readonly error: unknown;
}

export interface FaultInput {
  readonly plugin: string;
  readonly kind: Fault['kind'];
  readonly where: string;
  readonly message: string;
  readonly clientWriteId: string;
}

export const reportPluginFault = graphql<{ reportPluginFault: boolean }, { input: FaultInput }>(/* GraphQL */ `
  mutation ReportPluginFault($input: ReportPluginFaultInput!) {
    reportPluginFault(input: $input)
  }
`);

const mostReports = 20;
const longestMessage = 300;

export interface Faults {
  /** Tells the server, and returns the number of the fault; the same fault keeps its number. */
  readonly report: (fault: Fault) => string;
}

export interface FaultDoors {
  /** Tells the server; may fail as it likes. */
  readonly send: (input: FaultInput) => Promise<unknown>;
  /** Tells whoever looks into the console. */
  readonly say: (sentence: string, error: unknown) => void;
}

/** Makes the reports of a visit. */
export function createFaults({ send, say }: FaultDoors): Faults {
  const told = new Set<string>();

  async function tell(input: FaultInput): Promise<void> {
    try {
      await send(input);
    } catch {
      // The page goes on without it; the console has the fault.
    }
  }

  function report({ plugin, kind, where, error }: Fault): string {
    const message = messageOf(error);
    const key = [plugin, where, message].join('\n');
    const number = numberOf(key);
    say(`Plugin ${plugin}, ${where}, fault ${number}:`, error);
    if (told.has(key) || told.size >= mostReports) return number;
    told.add(key);
    const shown = `${number} ${message}`.slice(0, longestMessage);
    void tell({ plugin, kind, where, message: shown, clientWriteId: newWriteId() });
    return number;
  }

  return { report };
}

/** Four hexadecimal digits, such as 7F3A (FNV-1a, folded to 16 bits). */
function numberOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0').toUpperCase();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
