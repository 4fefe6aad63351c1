import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { count } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { usePersonalText } from '../personal.text.ts'
import { SkillSwitch } from './skill-switch.tsx'
import type { Skill } from './skills.queries.ts'
import { useSkillsText } from './skills.text.ts'
import { useSwitch } from './use-switch.ts'

export function SkillRow({ skill }: { skill: Skill }) {
  const text = useSkillsText()
  const { change, busy, error } = useSwitch(skill)
  return (
    <li className="grid gap-2 border-b border-line py-3">
      <div className="flex items-start gap-3">
        <div className="grid min-w-0 flex-1 gap-1">
          <p className="flex flex-wrap items-center gap-2">
            <Link
              href={paths.skill(skill.id)}
              className="font-semibold wrap-anywhere text-brand hover:underline"
            >
              {skill.name}
            </Link>
            <SkillBadges skill={skill} />
          </p>
          <p className="text-sm wrap-anywhere text-ink-2">{skill.description}</p>
          {skill.usage_count > 0 && (
            <p className="text-xs text-ink-3">{text.used(count(skill.usage_count))}</p>
          )}
        </div>
        <SkillSwitch skill={skill} busy={busy} onChange={change} />
      </div>
      <ProblemNote error={error} />
    </li>
  )
}

export function SkillBadges({ skill }: { skill: Skill }) {
  const text = useSkillsText()
  const shared = usePersonalText()
  return (
    <span className="flex flex-wrap gap-1">
      {skill.is_official ? (
        <Badge>{shared.official}</Badge>
      ) : (
        skill.is_public && <Badge>{shared.public}</Badge>
      )}
      {skill.is_default && <Badge tone="brand">{text.defaultBadge}</Badge>}
      {skill.always_apply && <Badge>{text.alwaysBadge}</Badge>}
      {skill.source_type === 'zip' && <Badge>{text.zipBadge}</Badge>}
      {skill.status === 'draft' && <Badge tone="warn">{text.draftBadge}</Badge>}
      {skill.status === 'archived' && <Badge tone="warn">{text.archivedBadge}</Badge>}
    </span>
  )
}
