import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Link, useParams } from 'wouter'
import { paths } from '../../routes.ts'
import { useSession } from '../../session/session.ts'
import { bytes } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { saveBlob } from '../../ui/save-file.ts'
import { useAct } from '../../ui/use-act.ts'
import { DeleteSection } from '../delete-section.tsx'
import { usePersonalText } from '../personal.text.ts'
import { VersionList } from '../version-list.tsx'
import { SkillEditor } from './skill-editor.tsx'
import { SkillBadges } from './skill-row.tsx'
import { SkillSwitch } from './skill-switch.tsx'
import type { Skill } from './skills.queries.ts'
import { deleteSkill, exportSkill, restoreSkill, skillQuery, skillVersionsQuery } from './skills.queries.ts'
import { useSkillsText } from './skills.text.ts'
import { useSwitch } from './use-switch.ts'

export function SkillPage() {
  const { id } = useParams<{ id: string }>()
  const text = useSkillsText()
  if (id === 'new')
    return (
      <Page title={text.newTitle} lead={<Back />}>
        <SkillEditor />
      </Page>
    )
  return <OneSkill key={id} id={id} />
}

function OneSkill({ id }: { id: string }) {
  const text = useSkillsText()
  const { user } = useSession()
  const { data: skill, error, refetch } = useQuery(skillQuery(id))
  const mayChange = skill && (user?.role === 'admin' || skill.created_by === user?.id)
  return (
    <Page title={skill?.name ?? text.title} lead={<Back />}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!skill && !error && <Skeleton lines={10} />}
      {skill && <Head skill={skill} />}
      {skill && !mayChange && <Shown skill={skill} />}
      {skill && mayChange && (
        <>
          {/* A restored version is another form. */}
          <SkillEditor key={skill.version} skill={skill} />
          <Versions skill={skill} />
          <DeleteSection
            text={text}
            name={skill.name}
            onDelete={() => deleteSkill(skill.id)}
            back={paths.skills()}
          />
        </>
      )}
    </Page>
  )
}

/** On or off, what it is, and the file itself. */
function Head({ skill }: { skill: Skill }) {
  const text = useSkillsText()
  const { change, busy, error } = useSwitch(skill)
  const { act, busy: saving, error: refusal } = useAct()
  const name = skill.source_type === 'zip' ? `${skill.name}.zip` : 'SKILL.md'
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex items-center gap-3">
          <SkillSwitch skill={skill} busy={busy} onChange={change} />
          <span className="text-sm">{skill.enabled ? text.isOn : text.isOff}</span>
          <SkillBadges skill={skill} />
        </div>
        <Button
          icon={<Download size={16} />}
          busy={saving}
          onClick={() => void act(async () => saveBlob(name, await exportSkill(skill.id)))}
        >
          {text.export}
        </Button>
      </div>
      <p className="text-xs text-ink-2">{text.bytes(bytes(skill.bytes), name)}</p>
      <ProblemNote error={error ?? refusal} />
    </div>
  )
}

/** For those who may use it and not change it. */
function Shown({ skill }: { skill: Skill }) {
  const text = useSkillsText()
  return (
    <div className="grid gap-4 text-sm">
      <p className="text-ink-2">{text.readOnly}</p>
      <p className="wrap-anywhere">{skill.description}</p>
      <pre className="max-h-[60dvh] overflow-auto rounded-md border border-line bg-raised px-4 py-3 whitespace-pre-wrap wrap-anywhere">
        {skill.skill_content}
      </pre>
    </div>
  )
}

function Versions({ skill }: { skill: Skill }) {
  const { versions: title } = usePersonalText()
  const text = useSkillsText()
  const query = useInfiniteQuery(skillVersionsQuery(skill.id))
  const versions = query.data?.pages.flatMap((page) => page.versions)
  return (
    <Section title={title}>
      {!versions && !query.error && <Skeleton lines={3} />}
      {versions && (
        <VersionList
          versions={versions}
          current={skill.version}
          describe={(one) => text.bytes(bytes(one.bytes), one.source_type === 'zip' ? 'ZIP' : 'Markdown')}
          onRestore={(version) => restoreSkill(skill.id, version)}
        />
      )}
      <LoadMore {...query} />
    </Section>
  )
}

function Back() {
  const text = useSkillsText()
  return (
    <Link href={paths.skills()} className="text-brand hover:underline">
      ← {text.back}
    </Link>
  )
}
