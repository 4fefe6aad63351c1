import { CircleAlert, CircleCheck, CircleX } from 'lucide-react'
import type { Status } from './health.queries.ts'
import { useHealthText } from './health.text.ts'

const icons = { ok: CircleCheck, degraded: CircleAlert, down: CircleX }
const colours = { ok: 'text-ok', degraded: 'text-warn', down: 'text-danger' }

/** A state by its sign, its colour and its word: none alone carries it. */
export function StatusWord({ status }: { status: Status }) {
  const text = useHealthText()
  const Icon = icons[status]
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${colours[status]}`}>
      <Icon size={16} aria-hidden="true" />
      {text[status]}
    </span>
  )
}
