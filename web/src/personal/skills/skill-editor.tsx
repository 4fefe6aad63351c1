import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { useSession } from '../../session/session.ts'
import { Button } from '../../ui/button.tsx'
import { CheckBox, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { faultOf } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { usePersonalText } from '../personal.text.ts'
import type { SkillDraft } from './skill-draft.ts'
import { skillChanges, skillDraftOf } from './skill-draft.ts'
import type { Skill } from './skills.queries.ts'
import { changeSkill, createSkill } from './skills.queries.ts'
import { useSkillsText } from './skills.text.ts'

/** Everything that its owner sets for a skill; without one it makes a new one. */
export function SkillEditor({ skill }: { skill?: Skill }) {
  const text = useSkillsText()
  const shared = usePersonalText()
  const [, go] = useLocation()
  const isAdmin = useSession().user?.role === 'admin'
  const before = skillDraftOf(skill)
  const [draft, setDraft] = useState(before)
  const { act, busy, error } = useAct()
  const change = (next: Partial<SkillDraft>) => setDraft((now) => ({ ...now, ...next }))
  const changes = skillChanges(before, draft)
  const unsaved = Object.keys(changes).length > 0
  const isArchive = skill?.source_type === 'zip'
  const whole = draft.name.trim() !== '' && draft.description.trim() !== ''
  const fault = (path: string, ...codes: Parameters<typeof faultOf>[2][]) => faultOf(error, path, ...codes)

  const save = () =>
    act(async () => {
      if (skill) {
        await changeSkill(skill.id, changes)
        toast(shared.saved)
      } else {
        const made = await createSkill(changes)
        toast(text.created)
        go(paths.skill(made.id), { replace: true })
      }
    })

  return (
    <Form
      error={error}
      onSubmit={() => void save()}
      actions={
        <>
          <Button kind="primary" type="submit" busy={busy} disabled={!unsaved || !whole}>
            {skill ? shared.save : text.create}
          </Button>
          {unsaved && skill && <span className="text-xs text-ink-2">{text.unsaved}</span>}
        </>
      }
    >
      <TextField
        label={text.name}
        hint={text.nameHint}
        error={fault('name', 'SKILL_NAME_TAKEN')}
        required
        readOnly={isArchive}
        maxLength={64}
        value={draft.name}
        onChange={({ target }) => change({ name: target.value })}
      />
      <TextArea
        label={text.description}
        hint={text.descriptionHint}
        error={fault('description')}
        rows={2}
        required
        readOnly={isArchive}
        maxLength={1_024}
        value={draft.description}
        onChange={({ target }) => change({ description: target.value })}
      />
      <TextArea
        label={text.content}
        hint={isArchive ? text.archiveContent : text.contentHint}
        error={fault('skill_content')}
        rows={14}
        readOnly={isArchive}
        className="max-h-[60dvh] font-mono text-sm"
        maxLength={262_144}
        value={draft.skill_content}
        onChange={({ target }) => change({ skill_content: target.value })}
      />
      <div className="grid">
        {!isArchive && (
          <CheckBox
            label={text.always}
            hint={text.alwaysHint}
            checked={draft.always_apply}
            onChange={({ target }) => change({ always_apply: target.checked })}
          />
        )}
        <CheckBox
          label={text.publish}
          hint={text.publishHint}
          checked={draft.is_public}
          onChange={({ target }) => change({ is_public: target.checked })}
        />
        {isAdmin && (
          <CheckBox
            label={text.isDefault}
            hint={text.isDefaultHint}
            checked={draft.is_default}
            onChange={({ target }) => change({ is_default: target.checked })}
          />
        )}
      </div>
      <div className="sm:w-80">
        <SelectField
          label={text.status}
          value={draft.status}
          onChange={({ target }) => change({ status: target.value as Skill['status'] })}
        >
          <option value="published">{text.statusPublished}</option>
          <option value="draft">{text.statusDraft}</option>
          <option value="archived">{text.statusArchived}</option>
        </SelectField>
      </div>
    </Form>
  )
}
