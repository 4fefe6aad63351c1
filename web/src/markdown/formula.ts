import 'katex/dist/katex.min.css'
import katex from 'katex'

const options = {
  throwOnError: true,
  // A Chinese word in a formula is no fault.
  strict: 'ignore',
  trust: false,
  maxSize: 20,
  maxExpand: 500,
} as const
const longest = 4_000

interface TreeNode {
  attributes?: Record<string, string>
  children?: TreeNode[]
  toNode(): Node
}

/** What KaTeX makes its elements of; its types leave it out. */
const { __renderToDomTree: treeOf } = katex as unknown as {
  __renderToDomTree: (tex: string, settings: object) => TreeNode
}

/** Sets a formula into an element; false for TeX that cannot be set. */
export function typeset(place: Element, tex: string, block: boolean): boolean {
  place.replaceChildren()
  if (!tex || tex.length > longest) return false
  try {
    const tree = treeOf(tex, { ...options, displayMode: block })
    withoutStyles(tree)
    place.append(tree.toNode())
    return true
  } catch {
    return false
  }
}

/** The content security policy refuses style attributes. KaTeX sets them on drawings for their width alone, which has an attribute. */
function withoutStyles({ attributes, children }: TreeNode) {
  if (attributes?.style) delete attributes.style
  for (const child of children ?? []) withoutStyles(child)
}
