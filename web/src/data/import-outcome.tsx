import { useQuery } from '@tanstack/react-query'
import { count } from '../text/format.ts'
import { endedAs } from './ended-as.ts'
import type { Import } from './import.queries.ts'
import { readReport } from './import.queries.ts'
import { useImportText } from './import.text.ts'

const shownMax = 20

/** Names are the same in every language. */
const formatNames: Record<NonNullable<Import['format']>, string> = {
  'lingzhi-ndjson': 'Lingzhi',
  'lingzhi-json': 'Lingzhi',
  chatgpt: 'ChatGPT',
  claude: 'Claude',
  librechat: 'LibreChat',
  'open-webui': 'Open WebUI',
  lobehub: 'LobeHub',
  'chatbot-ui': 'Chatbot UI',
  nextchat: 'NextChat',
  'flask-chat': 'Flask chat',
  'openai-jsonl': 'OpenAI JSONL',
  'openai-json': 'OpenAI JSON',
}

/** What an import came to, or would: numbers, and what is not imported with its reasons. */
export function ImportOutcome({ one }: { one: Import }) {
  const text = useImportText()
  const { data: report } = useQuery({
    queryKey: ['import-report', one.id],
    queryFn: () => readReport(one.id),
  })
  const kinds = ['new', 'changed', 'existing', 'skipped'] as const
  const skipped = report?.skipped ?? []
  const failure = one.failure && <p className="text-sm text-danger">{one.failure.message}</p>
  if (failure && endedAs(one) === 'notDone') return failure
  return (
    <>
      {failure}
      <table className="w-full max-w-md text-sm tabular-nums">
        <thead>
          <tr className="text-left text-ink-3">
            <th scope="col" className="font-normal">
              {one.format && formatNames[one.format]}
            </th>
            <th scope="col" className="text-right font-normal">
              {text.conversations}
            </th>
            <th scope="col" className="text-right font-normal">
              {text.messages}
            </th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="text-left font-normal">
                {text[kind]}
              </th>
              <td className="text-right">{count(one.conversations[kind])}</td>
              <td className="text-right">{count(one.messages[kind])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report && report.unknown_agents.length > 0 && (
        <p className="text-sm text-ink-2">{text.unknownAgents(report.unknown_agents.join(', '))}</p>
      )}
      {report && report.left_out > 0 && (
        <p className="text-sm text-ink-2">{text.leftOut(count(report.left_out))}</p>
      )}
      {skipped.length > 0 && (
        <ul className="grid list-disc gap-1 pl-5 text-sm text-warn">
          {skipped.slice(0, shownMax).map((entry) => (
            <li key={entry.conversation}>{text.skippedOne(count(entry.conversation), entry.reason)}</li>
          ))}
          {skipped.length > shownMax && <li>{text.more(count(skipped.length - shownMax))}</li>}
        </ul>
      )}
    </>
  )
}
