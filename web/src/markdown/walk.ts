import type { Nodes } from 'mdast'

/** Visits a tree in the order of its text, however deep it is; `false` leaves out what is within the node. */
export function walk(root: Nodes, visit: (node: Nodes) => boolean | undefined): void {
  const waiting: Nodes[] = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (visit(node) === false || !('children' in node)) continue
    for (let index = node.children.length - 1; index >= 0; index -= 1)
      waiting.push(node.children[index] as Nodes)
  }
}

/** What a node says, without any formatting. */
export function wordsOf(root: Nodes): string {
  let words = ''
  walk(root, (node) => {
    if ('value' in node) words += node.value
    else if (node.type === 'break') words += '\n'
    else if (node.type === 'image' || node.type === 'imageReference') words += node.alt ?? ''
    return true
  })
  return words
}
