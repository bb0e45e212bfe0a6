/** What a line of Codex's log says of a request or of an event that came in. */
export interface CodexLogLine {
  /** Such as `codex.api_request` or `codex.sse_event`. */
  readonly event: string;
  /** Its fields by name, such as `http.response.status_code`. */
  readonly fields: ReadonlyMap<string, string>;
}

/** `2026-11-21T05:15:36Z  INFO codex_otel.log_only: event.name="codex.api_request" duration_ms=21 …` */
const LINE = /^\S+\s+[A-Z]+ (?:\S.*: ?)?codex_otel\.log_only: event\.name="([a-z_.]+)"(.*)$/;
const FIELD = /\s([a-z_.]+)=("(?:[^"\\]|\\.)*"|\S+)/g;

/** Reads a line of the log, or undefined for one that is something else. */
export function readLogLine(line: string): CodexLogLine | undefined {
  const [, event, rest] = LINE.exec(line) ?? [];
  if (event === undefined || rest === undefined) {
    return undefined;
  }
  const fields = [...rest.matchAll(FIELD)].map(
    ([, name = '', value = '']) => [name, value.replace(/^"(.*)"$/, '$1')] as const,
  );
  return { event, fields: new Map(fields) };
}

/** A field that is a whole number, or undefined. */
export function numberIn(line: CodexLogLine, name: string): number | undefined {
  const text = line.fields.get(name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
