import type { Link, Nodes, PhrasingContent, Text } from 'mdast'
import type { Extension } from 'mdast-util-from-markdown'
import { walk } from '../walk.ts'

/** Addresses are ASCII: `https://a.com。然后` ends before the full stop, which GitHub's own rule would take along. */
const address = /(?<![\w@./-])(?:https?:\/\/|www\.)[\w!#$%&'()*+,./:;=?@[\]~-]+/g

/** A stop at the end stands outside, and so does what closes without having been opened: `(see https://a.com/b_(c)).` */
function trimmed(found: string): string {
  let depth = 0
  for (let index = 0; index < found.length; index += 1) {
    if (found[index] === '(') depth += 1
    if (found[index] === ')' && --depth < 0) return withoutStops(found.slice(0, index))
  }
  return withoutStops(found)
}

function withoutStops(found: string): string {
  let end = found.length
  while ("!',.:;?*~_[]".includes(found[end - 1] ?? ' ')) end -= 1
  return found.slice(0, end)
}

function linked(text: Text): PhrasingContent[] | undefined {
  if (!/https?:\/\/|www\./.test(text.value)) return undefined
  const parts: PhrasingContent[] = []
  let at = 0
  for (const { 0: found, index } of text.value.matchAll(address)) {
    const value = trimmed(found)
    if (!value.includes('.') && !value.includes('localhost')) continue
    if (index > at) parts.push({ type: 'text', value: text.value.slice(at, index) })
    const url = value.startsWith('www.') ? `https://${value}` : value
    const link: Link = { type: 'link', url, children: [{ type: 'text', value }] }
    parts.push(link)
    at = index + value.length
  }
  if (at === 0) return undefined
  if (at < text.value.length) parts.push({ type: 'text', value: text.value.slice(at) })
  return parts
}

/** Makes links of addresses that stand in the text as they are. */
export const linkAddresses: Extension = {
  transforms: [
    (root) => {
      walk(root, (node: Nodes) => {
        if (node.type === 'link' || node.type === 'linkReference') return false
        if (!('children' in node) || !node.children.some((child) => child.type === 'text')) return true
        const children = node.children as PhrasingContent[]
        node.children = children.flatMap((child) =>
          child.type === 'text' ? (linked(child) ?? [child]) : [child],
        )
        return true
      })
      return root
    },
  ],
}
