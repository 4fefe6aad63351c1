/**
 * Named points where scripts wait for a test. A released gate stays open until `reset`, so a release before the script
 * gets there is not lost.
 */
export class Gates {
  #gates = new Map<string, PromiseWithResolvers<void>>()

  opened(name: string): Promise<void> {
    return this.#gate(name).promise
  }

  release(name: string) {
    this.#gate(name).resolve()
  }

  /** Releases every script that waits, and closes the gates again. */
  reset() {
    for (const gate of this.#gates.values()) gate.resolve()
    this.#gates.clear()
  }

  #gate(name: string) {
    let gate = this.#gates.get(name)
    if (!gate) {
      gate = Promise.withResolvers<void>()
      this.#gates.set(name, gate)
    }
    return gate
  }
}
