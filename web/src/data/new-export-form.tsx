import { useMutation, useQuery } from '@tanstack/react-query'
import { platformConfig } from '../session/config.queries.ts'
import type { User } from '../session/session.ts'
import { zoneName } from '../text/format.ts'
import { Button } from '../ui/button.tsx'
import { CheckBox, SelectField, TextField } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { faultOf, ProblemNote } from '../ui/problem-note.tsx'
import type { NewExport } from './data.queries.ts'
import { startExport } from './data.queries.ts'
import { useDataText } from './data.text.ts'

/** An export of one's own choice: format, compression, days, only changes, a letter at the end. */
export function NewExportForm({ user }: { user: User }) {
  const text = useDataText()
  const { data: config } = useQuery(platformConfig)
  const { mutate, isPending, error } = useMutation({ mutationFn: startExport })
  const email = config?.mail_configured ? user.email : null
  const startFault = faultOf(error, 'start_date')
  const endFault = faultOf(error, 'end_date')
  const mailFault = faultOf(error, 'notify_email')
  return (
    <Section title={text.create} lead={text.createLead}>
      <form
        className="grid items-start gap-4 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault()
          mutate(readForm(new FormData(event.currentTarget), email))
        }}
      >
        <SelectField label={text.format} name="format">
          <option value="json">{text.formatJson}</option>
          <option value="md">{text.formatMarkdown}</option>
          <option value="csv">{text.formatCsv}</option>
          <option value="ndjson">{text.formatNdjson}</option>
        </SelectField>
        <SelectField label={text.compression} name="compression">
          <option value="none">{text.compressionNone}</option>
          <option value="gzip">{text.compressionGzip}</option>
          <option value="zstd">{text.compressionZstd}</option>
        </SelectField>
        <TextField
          label={text.from}
          name="start_date"
          type="date"
          error={startFault}
          hint={config && text.datesHint(zoneName(config.timezone))}
        />
        <TextField label={text.until} name="end_date" type="date" error={endFault} />
        <div className="grid sm:col-span-2">
          <CheckBox label={text.incremental} hint={text.incrementalHint} name="incremental" />
          {email && <CheckBox label={text.notify} hint={mailFault ?? text.notifyHint(email)} name="notify" />}
        </div>
        {!startFault && !endFault && !mailFault && error && (
          <div className="sm:col-span-2">
            <ProblemNote error={error} />
          </div>
        )}
        <Button type="submit" className="justify-self-start" busy={isPending}>
          {text.start}
        </Button>
      </form>
    </Section>
  )
}

function readForm(form: FormData, email: string | null): NewExport {
  const of = (name: string) => String(form.get(name) ?? '') || undefined
  return {
    format: of('format') as NewExport['format'],
    compression: of('compression') as NewExport['compression'],
    start_date: of('start_date'),
    end_date: of('end_date'),
    incremental: form.has('incremental') || undefined,
    notify_email: form.has('notify') && email ? email : undefined,
  }
}
