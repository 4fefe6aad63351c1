import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Nullable, storable } from '@lingzhi/contracts/shapes'
import { Type } from 'typebox'
import { skillName } from './read-skill-file.ts'

const Name = Type.String({ minLength: 1, maxLength: 64, pattern: skillName })
const Description = Type.String({ minLength: 1, maxLength: 1_024, pattern: storable })
const Content = Type.String({
  maxLength: 262_144,
  pattern: storable,
  description: 'The instructions, or a whole SKILL.md with its front matter, which then names the skill.',
})
const Category = Type.String({ maxLength: 50, pattern: storable })
const Tools = Nullable(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 100 }), {
  description:
    'The only tools that may be used with it: it takes away, and never gives. Null: it says nothing.',
})

const settable = {
  category: Type.Optional(Category),
  allowed_tools: Type.Optional(Tools),
  always_apply: Type.Optional(
    Type.Boolean({ description: 'Whether it is sent with every first question of a conversation.' }),
  ),
  is_public: Type.Optional(Type.Boolean({ description: 'Whether others see it and may switch it on.' })),
  is_default: Type.Optional(
    Type.Boolean({ description: 'On for everybody who has not switched it off. Administrators only.' }),
  ),
  status: Type.Optional(
    Type.Enum(['draft', 'published', 'archived'], {
      description: 'draft: its owner names it to try it; archived: in nobody’s use.',
    }),
  ),
}

/** Of a whole SKILL.md name and description may be left out: it says them itself. */
export const NewSkill = Type.Object(
  {
    name: Type.Optional(Name),
    description: Type.Optional(Description),
    skill_content: Type.Optional(Content),
    content: Type.Optional(Content),
    ...settable,
  },
  { title: 'NewSkill' },
)

export const SkillChange = Type.Object(
  {
    name: Type.Optional(Name),
    description: Type.Optional(Description),
    skill_content: Type.Optional(Content),
    content: Type.Optional(Content),
    ...settable,
  },
  { title: 'SkillChange' },
)

export const Skill = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    description: Type.String(),
    category: Type.String(),
    skill_content: Type.String({ description: 'The instructions, without the front matter.' }),
    allowed_tools: Tools,
    always_apply: Type.Boolean(),
    is_public: Type.Boolean(),
    is_official: Type.Boolean(),
    is_default: Type.Boolean(),
    status: Type.Enum(['draft', 'published', 'archived']),
    enabled: Type.Boolean({ description: 'Whether it is on for you.' }),
    source_type: Type.Enum(['md', 'zip'], { description: 'What an export of it is.' }),
    bytes: Type.Integer({ description: 'Of its file.' }),
    usage_count: Type.Integer({ description: 'Answers it was sent for.' }),
    created_by: Nullable(Uuid),
    version: Type.Integer(),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'Skill' },
)
