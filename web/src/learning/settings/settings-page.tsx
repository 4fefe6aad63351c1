import { useQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { CheckBox, SelectField, TextField } from '../../ui/field.tsx'
import { Form, readField } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { faultOf, ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { guidances, subjects, useLearningText } from '../learning.text.ts'
import { namesIn } from '../notebook/mistake-draft.ts'
import { changeSettings, type LearnerSettings, settingsQuery } from './settings.queries.ts'
import { useSettingsText } from './settings.text.ts'

/** How a learner wants to be helped, and how reviews are scheduled. */
export function SettingsPage() {
  const text = useSettingsText()
  const { data: settings, error, refetch } = useQuery(settingsQuery)
  return (
    <Page title={text.title} lead={text.lead}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!settings && !error && <Skeleton lines={8} />}
      {settings && <Editor settings={settings} />}
    </Page>
  )
}

const retentions = ['0.8', '0.85', '0.9', '0.95', '0.97']

function Editor({ settings }: { settings: LearnerSettings }) {
  const text = useSettingsText()
  const names = useLearningText()
  const { act, busy, error } = useAct()
  const shares = [...new Set([...retentions, String(settings.retention)])].sort()
  const save = (fields: FormData) =>
    act(async () => {
      const grade = readField(fields, 'grade_level')
      const guidance = readField(fields, 'guidance')
      await changeSettings({
        grade_level: grade === '' ? null : Number(grade),
        subjects: subjects.filter((subject) => fields.getAll('subjects').includes(subject)),
        guidance: guidance === '' ? null : (guidance as (typeof guidances)[number]),
        weak_points: namesIn(readField(fields, 'weak_points')),
        scheduler: readField(fields, 'scheduler') === 'ladder' ? 'ladder' : 'fsrs',
        retention: Number(readField(fields, 'retention')),
      })
      toast(text.saved)
    })
  return (
    <Form
      error={error}
      onSubmit={(fields) => void save(fields)}
      actions={
        <Button kind="primary" type="submit" busy={busy}>
          {text.save}
        </Button>
      }
    >
      <SelectField name="grade_level" label={text.grade} defaultValue={String(settings.grade_level ?? '')}>
        <option value="">{text.noGrade}</option>
        {Array.from({ length: 12 }, (_, n) => String(n + 1)).map((grade) => (
          <option key={grade} value={grade}>
            {text.gradeName(grade)}
          </option>
        ))}
      </SelectField>
      <fieldset>
        <legend className="text-sm font-semibold">{text.subjects}</legend>
        <div className="grid grid-cols-2 sm:grid-cols-3">
          {subjects.map((subject) => (
            <CheckBox
              key={subject}
              name="subjects"
              value={subject}
              label={names[subject]}
              defaultChecked={settings.subjects.includes(subject)}
            />
          ))}
        </div>
      </fieldset>
      <SelectField
        name="guidance"
        label={text.guidance}
        hint={text.guidanceHint}
        defaultValue={settings.guidance ?? ''}
      >
        <option value="">{text.byGrade}</option>
        {guidances.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </SelectField>
      <TextField
        name="weak_points"
        label={text.weakPoints}
        hint={text.weakPointsHint}
        defaultValue={settings.weak_points.join('，')}
        error={faultOf(error, 'weak_points')}
      />
      <SelectField
        name="scheduler"
        label={text.scheduler}
        hint={text.schedulerHint}
        defaultValue={settings.scheduler}
      >
        <option value="fsrs">{text.fsrs}</option>
        <option value="ladder">{text.ladder}</option>
      </SelectField>
      <SelectField
        name="retention"
        label={text.retention}
        hint={text.retentionHint}
        defaultValue={String(settings.retention)}
      >
        {shares.map((share) => (
          <option key={share} value={share}>
            {`${Math.round(Number(share) * 100)} %`}
          </option>
        ))}
      </SelectField>
    </Form>
  )
}
