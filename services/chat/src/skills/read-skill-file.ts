import { problem } from '@lingzhi/contracts/problem'
import type { Texts } from '@lingzhi/contracts/texts'
import { parseDocument } from 'yaml'

export const SkillInvalid = problem('SKILL_INVALID', 400, {
  zh: '这不是有效的技能文件',
  en: 'This is no valid skill.',
  check: 'The file, against the format of SKILL.md (agentskills.io): `detail` says what is wrong.',
})
export const SkillTooLarge = problem('SKILL_TOO_LARGE', 413, {
  zh: '技能过大',
  en: 'The skill is too large.',
  check: 'Nothing: a SKILL.md has at most 256 kB, an archive 5 MB.',
})

/** More than any model should be told at once: 5,000 tokens are sent. */
export const fileBytesMax = 262_144
const frontMatterChars = 16_384
/** Signs of structure in the front matter: what a parser does with more takes seconds. */
const signsMax = 500
const signs = /[\n,[{?&#]|[-:] /g

/** What a SKILL.md says of itself. */
export interface SkillFile {
  name: string
  description: string
  body: string
  allowedTools: string[] | null
  alwaysApply: boolean
}

/** Names of the format: lower-case words of letters and digits with hyphens between them. */
export const skillName = '^[a-z0-9]+(-[a-z0-9]+)*$'
const named = new RegExp(skillName)

/**
 * Reads a SKILL.md (agentskills.io): front matter in YAML with name and description, and the instructions behind it. Nothing in it is
 * ever run. Raises SKILL_INVALID, and SKILL_TOO_LARGE.
 */
export function readSkillFile(bytes: Uint8Array): SkillFile {
  if (bytes.byteLength > fileBytesMax) throw SkillTooLarge()
  const text = decode(bytes)
  const [, front, body = ''] =
    /^\uFEFF?---[ \t]*\r?\n(.*?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)(.*)$/s.exec(text) ?? []
  if (front === undefined)
    throw invalid(
      '文件必须以 --- 之间的 name 与 description 开头',
      'it must begin with name and description between lines of ---',
    )
  if (front.length > frontMatterChars) throw SkillTooLarge()
  if ((front.match(signs)?.length ?? 0) > signsMax)
    throw invalid(
      `--- 之间的内容过于复杂，行与分隔符最多 ${signsMax} 个`,
      `what stands between the lines of --- is too complex: at most ${signsMax} lines and separators`,
    )
  const members = parseFront(front)
  const name = textOf(members.name)
  const description = textOf(members.description)
  if (!name || name.length > 64 || !named.test(name))
    throw invalid(
      'name 必须是小写字母、数字与连字符，最多 64 个字符',
      'name must be of lower-case letters, digits and hyphens, at most 64',
    )
  if (!description || description.length > 1_024)
    throw invalid('description 必须有 1 到 1024 个字符', 'description must have 1 to 1,024 characters')
  if (body.trim() === '') throw invalid('没有正文', 'it has no instructions')
  return {
    name,
    description,
    body: body.trim(),
    allowedTools: toolsOf(members['allowed-tools']),
    alwaysApply: members['always-apply'] === true,
  }
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Told below.
  }
  throw invalid('文件必须是 UTF-8 文本', 'it must be text in UTF-8')
}

/** Plain values only: aliases could make a few lines into gigabytes, and tags into anything. */
function parseFront(front: string): Record<string, unknown> {
  const document = parseDocument(front, { schema: 'core', customTags: [], merge: false, logLevel: 'silent' })
  try {
    const value: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 })
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw invalid('--- 之间不是有效的 YAML', 'what stands between the lines of --- is no valid YAML')
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value.trim() : undefined)

/** A list, or words with blanks or commas between them. */
function toolsOf(value: unknown): string[] | null {
  const tools = typeof value === 'string' ? value.split(/[\s,]+/) : value
  if (!Array.isArray(tools)) return null
  const names = tools.filter((tool): tool is string => typeof tool === 'string' && tool !== '')
  return names.slice(0, 100).map((name) => name.slice(0, 100))
}

export function invalid(zh: string, en: string) {
  const { texts } = SkillInvalid
  const detail: Texts = { zh: `${texts.zh}：${zh}`, en: `${texts.en.replace(/\.$/, '')}: ${en}.` }
  return SkillInvalid({ detail })
}

/** A SKILL.md of what somebody typed into a form. */
export function writeSkillFile({ name, description, body, allowedTools, alwaysApply }: SkillFile): Buffer {
  const front = [
    `name: ${name}`,
    `description: ${JSON.stringify(description)}`,
    ...(allowedTools ? [`allowed-tools: ${JSON.stringify(allowedTools)}`] : []),
    ...(alwaysApply ? ['always-apply: true'] : []),
  ]
  return Buffer.from(`---\n${front.join('\n')}\n---\n\n${body}\n`)
}
