import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { findHiddenHost, isPublicUrl } from '@lingzhi/http/public-url'
import { ContextLengthExceeded } from '@lingzhi/model-client/failures/problems'
import { isShown } from '@lingzhi/model-client/requests/clean-message'
import type { Config } from '../config.ts'
import type { ChatRequest } from './chat-request.ts'

type Bounds = Pick<Config, 'V1_CHARS_MAX' | 'V1_IMAGES' | 'V1_PROVIDER_TOOLS'>

/**
 * Raises a problem for a request that would take too much of everybody's processor, or reach further than its agent:
 * CONTEXT_LENGTH_EXCEEDED for too much text, files and images apart; VALIDATION_FAILED for what a provider would fetch
 * from elsewhere, and for tools that the provider runs on the operator's account.
 */
export async function assertBounds(
  body: ChatRequest,
  { V1_CHARS_MAX, V1_IMAGES, V1_PROVIDER_TOOLS }: Bounds,
): Promise<void> {
  if (charsOf(body) > V1_CHARS_MAX) {
    const detail = {
      zh: `请求中的文字最多 ${V1_CHARS_MAX} 个字符`,
      en: `The text of a request may have ${V1_CHARS_MAX} characters at most. Please reduce the length of the messages.`,
    }
    throw ContextLengthExceeded({ detail, errors: [{ path: 'messages', message: detail }] })
  }
  for (const { tool_calls: calls } of body.messages as { tool_calls?: unknown }[])
    if (Array.isArray(calls) && calls.length > callsMax)
      refuse(
        'messages',
        `一条消息最多 ${callsMax} 个工具调用`,
        `at most ${callsMax} tool calls in one message`,
      )
  if (!V1_PROVIDER_TOOLS) assertOwnTools(body)
  if (V1_IMAGES === 'any') return
  const hosts = new Set<string>()
  for (const message of body.messages)
    for (const [member, value] of Object.entries(message))
      if (isShown(member)) assertFetchable(value, V1_IMAGES, hosts, member, urlName.test(member))
  if (hosts.size > hostsMax)
    refuse(
      'messages',
      `图片和文件最多来自 ${hostsMax} 台主机`,
      `images and files are of at most ${hostsMax} hosts`,
    )
  if (hosts.size > 0 && (await findHiddenHost(hosts)) !== undefined) refuseAddress(V1_IMAGES)
}

/** Each is a question to the name server. */
const hostsMax = 16

/** More than any model makes at once. */
const callsMax = 256

function refuse(path: string, zh: string, en: string): never {
  throw ValidationFailed({
    errors: [{ path, message: { zh, en } }],
    detail: { zh: `${path}：${zh}`, en: `${path}: ${en}` },
  })
}

/** Characters of all strings and names of members, but for files and images inside of the request. */
function charsOf(value: unknown, name = ''): number {
  if (typeof value === 'string') return isFile(name, value) ? 0 : value.length
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charsOf(item, name), 0)
  return Object.entries(value).reduce(
    (sum, [member, inner]) => sum + member.length + charsOf(inner, member),
    0,
  )
}

const textNames = new Set(['text', 'content', 'arguments', 'input', 'refusal'])

/** Whether a member of this name holds the bytes of a file: no model reads them as text. */
export const isFile = (name: string, value: string): boolean =>
  name === 'data' || name === 'file_data' || (!textNames.has(name) && value.startsWith('data:'))

const urlName = /(?:^|_)(?:url|uri)s?$/i
/** Without one it is bytes: base64 may begin with two slashes, and that of an MP3 does. */
const withScheme = /^\s*[a-z][\w+.-]*:\/\//i

function refuseAddress(allowed: 'data' | 'public'): never {
  refuse(
    'messages',
    allowed === 'public' ? '图片和文件只能是 data: 或公网的 https 地址' : '图片和文件只能是 data: 地址',
    allowed === 'public'
      ? 'images and files are data: URLs, or https addresses of public hosts'
      : 'images and files are data: URLs',
  )
}

/**
 * Raises VALIDATION_FAILED for an address, in anything but text, that is not data, nor public where that is allowed. Adds the hosts
 * of those that are public by their text.
 */
function assertFetchable(
  value: unknown,
  allowed: 'data' | 'public',
  hosts: Set<string>,
  name: string,
  isUrl: boolean,
): void {
  if (typeof value === 'string') {
    if (textNames.has(name) || !(isUrl || withScheme.test(value)) || value.startsWith('data:')) return
    if (allowed !== 'public' || !isPublicUrl(value.trim())) refuseAddress(allowed)
    hosts.add(new URL(value.trim()).hostname)
    return
  }
  // What a tool is called with is sent as text, also by who does not write it as text.
  if (typeof value !== 'object' || value === null || name === 'arguments') return
  if (Array.isArray(value)) for (const item of value) assertFetchable(item, allowed, hosts, name, isUrl)
  else
    for (const [member, inner] of Object.entries(value))
      assertFetchable(inner, allowed, hosts, member, urlName.test(member) || (isUrl && member === 'url'))
}

/** Those that the caller runs. */
const ownTools = new Set(['function', 'custom'])

function assertOwnTools({ tools, tool_choice: choice }: ChatRequest): void {
  const only = { zh: '只支持 function', en: 'only functions are offered' }
  for (const [n, { type }] of (tools ?? []).entries())
    if (!ownTools.has(type)) refuse(`tools.${n}.type`, only.zh, only.en)
  const { type } = (typeof choice === 'object' && choice !== null ? choice : {}) as { type?: unknown }
  if (type !== undefined && type !== 'allowed_tools' && !ownTools.has(String(type)))
    refuse('tool_choice.type', only.zh, only.en)
}
