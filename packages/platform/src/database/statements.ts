/** Statements that a migration may not hold, because they would lead it out of its own transaction or role. */

const FORBIDDEN =
  /^(begin|start\s+transaction|commit|rollback|abort|savepoint|release|prepare\s+transaction|set\s+(local\s+|session\s+)?(role|session\s+authorization)\b|reset\s+(role|all|session)\b|discard|listen|copy\b.*\bprogram\b)/is;

/** The first statement that may not stand in a migration, shortened; undefined when there is none. */
export function forbiddenStatement(text: string): string | undefined {
  const found = bare(text)
    .split(';')
    .map((statement) => statement.trim())
    .find((statement) => FORBIDDEN.test(statement) && !/^begin\s+atomic/i.test(statement));
  return found?.slice(0, 60);
}

/** The text without comments and without what stands in quotes. */
function bare(text: string): string {
  return text.replace(
    /--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|"(?:[^"]|"")*"/g,
    (found) => (found.startsWith('--') || found.startsWith('/*') ? ' ' : "''"),
  );
}
