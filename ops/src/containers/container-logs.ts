import type { LogLine, WantedLines } from '../logs/log-line.ts'
import { wantedLine } from '../logs/log-line.ts'
import type { Engine } from './engine.ts'
import { findContainers } from './find-containers.ts'
import { label } from './run-container.ts'

/** What the engine keeps of a deployment's containers, of all its releases and of its servers, a container after the other. */
export async function* containerLogs(
  engine: Engine,
  project: string,
  wanted: WantedLines,
): AsyncGenerator<LogLine> {
  const ours = await findContainers(engine, { [label.project]: project })
  const servers = await findContainers(engine, { 'com.docker.compose.project': project })
  const named = [
    ...ours.map(({ id, labels }) => ({ id, program: labels[label.program]! })),
    // The one that holds the port says nothing.
    ...servers
      .map(({ id, labels }) => ({ id, program: labels['com.docker.compose.service']! }))
      .filter(({ program }) => program !== 'gateway'),
  ].filter(({ program }) => !wanted.program || program === wanted.program)
  const since = wanted.since === undefined ? [] : ['--since', new Date(wanted.since).toISOString()]
  for (const { id, program } of named.sort((a, b) => a.program.localeCompare(b.program)))
    for await (const text of engine.lines(['logs', ...since, id])) {
      const line = wantedLine(program, text, wanted)
      if (line) yield line
    }
}
