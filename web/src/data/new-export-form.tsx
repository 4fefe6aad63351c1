import { useMutation, useQuery } from '@tanstack/react-query'
import { platformConfig } from '../session/config.queries.ts'
import type { User } from '../session/session.ts'
import { zoneName } from '../text/format.ts'
import { Button } from '../ui/button.tsx'
import { CheckBox, SelectField, TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { Section } from '../ui/page.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import type { NewExport } from './data.queries.ts'
import { startExport } from './data.queries.ts'
import { useDataText } from './data.text.ts'

/** An export of one's own choice: format, compression, days, only changes, a letter at the end. */
export function NewExportForm({ user }: { user: User }) {
  const text = useDataText()
  const { data: config } = useQuery(platformConfig)
  const { mutate, isPending, error } = useMutation({ mutationFn: startExport })
  const email = config?.mail_configured ? user.email : null
  return (
    <Section title={text.create} lead={text.createLead}>
      <Form
        error={error}
        onSubmit={(fields) => mutate(readForm(fields, email))}
        actions={
          <Button type="submit" busy={isPending}>
            {text.start}
          </Button>
        }
      >
        <div className="grid items-start gap-4 sm:grid-cols-2">
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
            error={faultOf(error, 'start_date')}
            hint={config && text.datesHint(zoneName(config.timezone))}
          />
          <TextField label={text.until} name="end_date" type="date" error={faultOf(error, 'end_date')} />
        </div>
        <div className="grid">
          <CheckBox label={text.incremental} hint={text.incrementalHint} name="incremental" />
          {email && <CheckBox label={text.notify} hint={text.notifyHint(email)} name="notify" />}
        </div>
      </Form>
    </Section>
  )
}

function readForm(fields: FormData, email: string | null): NewExport {
  const of = (name: string) => readField(fields, name) || undefined
  return {
    format: of('format') as NewExport['format'],
    compression: of('compression') as NewExport['compression'],
    start_date: of('start_date'),
    end_date: of('end_date'),
    incremental: fields.has('incremental') || undefined,
    notify_email: fields.has('notify') && email ? email : undefined,
  }
}
