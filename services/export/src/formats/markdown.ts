import type { Writer, WriterOptions } from './format.ts'
import { parseLines } from './lines.ts'
import { contained, plainLine } from './markdown-text.ts'

type State = { agentName: string; first: boolean }

const speakers: Record<string, string> = { user: '用户 User' }

/**
 * A transcript to read: a heading a conversation, a heading a message, the text as it was written, which cannot add a
 * heading, swallow one, or look like one.
 */
export function createMarkdownWriter(
  { timeZone }: Pick<WriterOptions, 'timeZone'>,
  { agentName, first }: State = { agentName: '', first: true },
): Writer {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const time = (instant: string) => clock.format(new Date(instant))
  return {
    begin: () => Buffer.alloc(0),
    write: ({ pieces }) => {
      let text = ''
      for (const line of parseLines(Buffer.concat(pieces))) {
        if (line.type === 'conversation') {
          agentName = line.agent_name
          text += first ? '' : '---\n\n'
          first = false
          text += `# ${plainLine(line.title)}\n\n`
          text += `- ID: ${line.id}\n- 智能体 Agent: ${plainLine(agentName)}\n`
          text += `- 时间 Time: ${time(line.created_at)} – ${time(line.last_active)} (${timeZone})\n\n`
          continue
        }
        const name = line.role === 'assistant' ? plainLine(line.agent_name ?? agentName) : speakers[line.role]
        text += `## ${name || line.role} · ${time(line.created_at)}\n\n${contained(line.content)}\n\n`
      }
      return [Buffer.from(text)]
    },
    end: () => Buffer.alloc(0),
    state: () => ({ agentName, first }),
  }
}
