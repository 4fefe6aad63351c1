import type { Extension } from 'mdast-util-from-markdown'

/** Marks code whose closing fence has been written: the tree itself does not tell. */
export const closedFences: Extension = {
  exit: {
    codeFencedFence() {
      const code = this.stack.findLast((node) => node.type === 'code')
      if (this.data.flowCodeInside) {
        if (code) code.data = { closed: true }
        return
      }
      // What the parser itself does at the opening fence, which this takes the place of.
      this.buffer()
      this.data.flowCodeInside = true
    },
  },
}
