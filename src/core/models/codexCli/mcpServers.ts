import { z } from 'zod';
import type { ProcessCall } from '../shared/processRun.ts';
import { askBriefly } from '../shared/processState.ts';

const listSchema = z.array(z.object({ name: z.string().regex(/^[\w-]+$/) }));

/**
 * The names of the MCP servers that the user's configuration has Codex start, or what is wrong. There is no word for
 * leaving out all of them, so each is left out by name.
 */
export async function listMcpServers(
  place: Pick<ProcessCall, 'program' | 'folder' | 'environment' | 'platform' | 'signal'>,
): Promise<{ readonly names: readonly string[] } | { readonly problem: string }> {
  const { isSuccess, output, problem } = await askBriefly({ ...place, args: ['mcp', 'list', '--json'] });
  if (!isSuccess) {
    return { problem: `it does not say which MCP servers it would start (${problem})` };
  }
  const list = readList(output);
  return list === undefined
    ? { problem: 'it does not say in words that we understand which MCP servers it would start' }
    : { names: list.map((server) => server.name) };
}

function readList(text: string): z.infer<typeof listSchema> | undefined {
  try {
    return listSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
