import { Upload } from 'lucide-react'
import type { ChangeEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { bytes } from '../text/format.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { endedAs } from './ended-as.ts'
import type { Import } from './import.queries.ts'
import { applyImport, cancelImport, followImport, tryFile } from './import.queries.ts'
import { useImportText } from './import.text.ts'
import { ImportOutcome } from './import-outcome.tsx'
import { ProgressBar } from './progress-bar.tsx'

type State =
  | { step: 'choose' }
  | { step: 'sending'; file: File; sent: number }
  | { step: 'working'; now: Import }
  | { step: 'told'; dryRun: Import }
  | { step: 'done'; done: Import }

const hasEnded = ({ status }: Import) =>
  status === 'completed' || status === 'failed' || status === 'cancelled'

/** A file comes in: it is sent, what it would do is shown, and only then is anything changed. */
export function ImportSection() {
  const text = useImportText()
  const [state, setState] = useState<State>({ step: 'choose' })
  const [error, setError] = useState<unknown>()
  const leaving = useRef(new AbortController())
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => () => leaving.current.abort(), [])

  function restart() {
    leaving.current.abort()
    leaving.current = new AbortController()
    setError(undefined)
    setState({ step: 'choose' })
  }
  async function run(work: (signal: AbortSignal) => Promise<void>) {
    leaving.current.abort()
    leaving.current = new AbortController()
    const { signal } = leaving.current
    setError(undefined)
    try {
      await work(signal)
    } catch (refusal) {
      if (signal.aborted) return
      setError(refusal)
      setState({ step: 'choose' })
    }
  }
  const follow = (begun: Import, signal: AbortSignal) => {
    setState({ step: 'working', now: begun })
    const onChange = (now: Import) => {
      if (!hasEnded(now)) setState({ step: 'working', now })
      else if (now.dry_run && now.status === 'completed') setState({ step: 'told', dryRun: now })
      else setState({ step: 'done', done: now })
    }
    return followImport(begun.id, onChange, signal)
  }
  function send(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.currentTarget.files ?? []
    event.currentTarget.value = ''
    if (!file) return
    void run(async (signal) => {
      setState({ step: 'sending', file, sent: 0 })
      const onSent = (sent: number) => setState({ step: 'sending', file, sent })
      await follow(await tryFile(file, onSent, signal), signal)
    })
  }
  const apply = ({ id }: Import) => void run(async (signal) => follow(await applyImport(id), signal))
  const cancel = ({ id }: Import) =>
    void run(async () => {
      await cancelImport(id)
      setState({ step: 'choose' })
    })

  return (
    <Section title={text.title} lead={text.lead}>
      <input
        ref={input}
        type="file"
        aria-label={text.file}
        accept=".json,.jsonl,.ndjson,.zip,.gz,.zst"
        hidden
        onChange={send}
      />
      {state.step === 'choose' && (
        <Button
          className="justify-self-start"
          icon={<Upload size={16} />}
          onClick={() => input.current?.click()}
        >
          {text.choose}
        </Button>
      )}
      <div role="status" className="grid gap-3">
        {state.step === 'sending' && (
          <>
            <ProgressBar
              label={text.sending}
              percent={Math.floor((100 * state.sent) / Math.max(state.file.size, 1))}
              facts={[text.sending, `${bytes(state.sent)} / ${bytes(state.file.size)}`]}
            />
            <Button className="justify-self-start" onClick={restart}>
              {text.cancel}
            </Button>
          </>
        )}
        {state.step === 'working' && (
          <>
            <ProgressBar
              label={text.progress}
              percent={state.now.percent}
              facts={[
                state.now.phase === 'reading'
                  ? text.reading
                  : state.now.dry_run
                    ? text.comparing
                    : text.storing,
              ]}
            />
            <Button className="justify-self-start" onClick={() => cancel(state.now)}>
              {text.cancel}
            </Button>
          </>
        )}
        {state.step === 'told' && (
          <>
            <p className="font-semibold">{text.would}</p>
            <ImportOutcome one={state.dryRun} />
            <div className="flex flex-wrap gap-2">
              <Button kind="primary" onClick={() => apply(state.dryRun)}>
                {text.apply}
              </Button>
              <Button onClick={restart}>{text.leave}</Button>
            </div>
          </>
        )}
        {state.step === 'done' && (
          <>
            <p className="font-semibold">{text[endedAs(state.done)]}</p>
            <ImportOutcome one={state.done} />
            <Button className="justify-self-start" onClick={restart}>
              {text.another}
            </Button>
          </>
        )}
      </div>
      <ProblemNote error={error} />
    </Section>
  )
}
