import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { SkillRow } from './skill-row.tsx'
import { importSkill, skillsQuery } from './skills.queries.ts'
import { useSkillsText } from './skills.text.ts'

/** The skills that a person may see, each on or off for them, and the ways to get more. */
export function SkillsPage() {
  const text = useSkillsText()
  const [, go] = useLocation()
  const query = useInfiniteQuery(skillsQuery)
  const skills = query.data?.pages.flatMap((page) => page.skills)
  const input = useRef<HTMLInputElement>(null)
  const { act, busy, error } = useAct()
  const take = (file: File | undefined) =>
    file && act(async () => toast(text.imported((await importSkill(file)).name)))
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <input
            ref={input}
            type="file"
            hidden
            accept=".md,.zip,text/markdown,application/zip"
            aria-label={text.importFile}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? []
              currentTarget.value = ''
              void take(file)
            }}
          />
          <Button icon={<Upload size={16} />} busy={busy} onClick={() => input.current?.click()}>
            {text.import}
          </Button>
          <Button kind="primary" icon={<Plus size={16} />} onClick={() => go(paths.skill('new'))}>
            {text.create}
          </Button>
        </>
      }
    >
      <ProblemNote error={error} />
      {!skills && !query.error && <Skeleton lines={6} />}
      {skills?.length === 0 && <EmptyState title={text.none}>{text.noneHow}</EmptyState>}
      {skills && skills.length > 0 && (
        <ul aria-label={text.list} className="grid border-t border-line">
          {skills.map((skill) => (
            <SkillRow key={skill.id} skill={skill} />
          ))}
        </ul>
      )}
      <LoadMore {...query} />
    </Page>
  )
}
