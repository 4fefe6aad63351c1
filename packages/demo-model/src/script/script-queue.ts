import type { Script } from './script.ts'

/** Scripts in the order they were added; a call takes the first one that matches it. */
export class ScriptQueue {
  #waiting: { script: Script; left: number }[] = []

  add(script: Script): number {
    this.#waiting.push({ script, left: script.times === 'always' ? Infinity : (script.times ?? 1) })
    return this.#waiting.length
  }

  take(lastUserText: string): Script | undefined {
    const at = this.#waiting.findIndex(({ script }) => lastUserText.includes(script.match ?? ''))
    const found = this.#waiting[at]
    if (!found) return undefined
    found.left--
    if (found.left === 0) this.#waiting.splice(at, 1)
    return found.script
  }

  clear() {
    this.#waiting = []
  }

  get length(): number {
    return this.#waiting.length
  }
}
