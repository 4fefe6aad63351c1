import type { ToolPart } from '@lingzhi/api-client'
import { Check, ChevronRight, CircleHelp, Hourglass, LoaderCircle, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { moment } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import type { Step } from './steps.ts'
import { stepsOf } from './steps.ts'
import { useToolsText } from './tools.text.ts'

/** The tools that were called for an answer; while it is made, those that wait can be decided. */
export function ToolSteps({ parts, live = false }: { parts: readonly ToolPart[]; live?: boolean }) {
  const text = useToolsText()
  return (
    <ul aria-label={text.steps} className="mb-3 grid gap-2 text-sm">
      {stepsOf(parts).map((step) => (
        <li key={step.id} className="rounded-md border border-line bg-raised">
          <StepDetails step={step} />
          {live && step.state === 'waiting' && <Decision step={step} />}
        </li>
      ))}
    </ul>
  )
}

function StepDetails({ step }: { step: Step }) {
  const text = useToolsText()
  const [wanted, setWanted] = useState<boolean>()
  // Nobody should allow what they have not seen.
  const open = wanted ?? step.state === 'waiting'
  return (
    <details
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open !== open) setWanted(event.currentTarget.open)
      }}
      className="group/step text-ink-2"
    >
      <summary className="flex min-h-11 list-none flex-wrap items-center gap-x-2 px-3 py-2">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="shrink-0 transition-transform group-open/step:rotate-90"
        />
        <StateIcon state={step.state} />
        <span className="font-semibold text-ink wrap-anywhere">{step.tool}</span>
        <span className="wrap-anywhere">{step.server ?? text.builtIn}</span>
        <span className="ml-auto">{text[step.state]}</span>
      </summary>
      {open && (
        <dl className="grid gap-2 border-t border-line px-3 py-2">
          <Told name={text.given} value={JSON.stringify(step.arguments, null, 2)} />
          {step.result !== null && (
            <Told name={text.result} value={step.result + (step.truncated ? `\n… ${text.cut}` : '')} />
          )}
        </dl>
      )}
    </details>
  )
}

function Told({ name, value }: { name: string; value: string }) {
  return (
    <div className="grid gap-1">
      <dt className="text-xs">{name}</dt>
      <dd className="max-h-60 overflow-auto font-mono text-xs whitespace-pre-wrap text-ink wrap-anywhere">
        {value}
      </dd>
    </div>
  )
}

function StateIcon({ state }: { state: Step['state'] }) {
  const shared = { size: 16, 'aria-hidden': true } as const
  switch (state) {
    case 'running':
      return <LoaderCircle {...shared} className="motion-safe:animate-spin" />
    case 'waiting':
      return <Hourglass {...shared} className="text-brand" />
    case 'completed':
      return <Check {...shared} className="text-ok" />
    case 'unknown':
      return <CircleHelp {...shared} />
    default:
      return <X {...shared} className="text-danger" />
  }
}

function Decision({ step }: { step: Step }) {
  const text = useToolsText()
  const [sent, setSent] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const decide = async (path: '/api/tool-calls/{id}/approve' | '/api/tool-calls/{id}/deny') => {
    setSent(true)
    setError(null)
    try {
      await api.post(path, { params: { path: { id: step.id } } })
    } catch (reason) {
      setError(reason)
      setSent(false)
    }
  }
  return (
    <fieldset aria-label={text.waiting} className="grid gap-2 border-t border-line px-3 py-3">
      <p>{text.ask(step.tool, step.server ?? text.builtIn)}</p>
      {sent ? (
        <p role="status" className="text-ink-2">
          {text.decided}
        </p>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="primary" onClick={() => void decide('/api/tool-calls/{id}/approve')}>
            {text.allow}
          </Button>
          <Button onClick={() => void decide('/api/tool-calls/{id}/deny')}>{text.deny}</Button>
          {step.until && <span className="text-xs text-ink-2">{text.until(moment(step.until))}</span>}
        </div>
      )}
      <ProblemNote error={error} />
    </fieldset>
  )
}
