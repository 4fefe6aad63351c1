/** Keeps a process from starting, and says in its message all that an operator needs: it is logged without a stack. */
export class StartFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartFault'
  }
}
