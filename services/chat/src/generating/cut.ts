/** Why the generation of a reply was cut short: the reason of its abort signal, compared by identity. */
export class Cut extends Error {
  /** The reply ends here with its partial text; otherwise this worker writes nothing more of it. */
  readonly endsReply: boolean

  constructor(message: string, endsReply: boolean) {
    super(message)
    this.name = 'Cut'
    this.endsReply = endsReply
  }
}

/** Somebody entitled to it wants no more of it, or it was deleted. */
export const Stopped = new Cut('the reply was stopped', true)
/** Another worker is to take the reply and start it again. */
export const HandedOver = new Cut('the reply was handed over', false)
/** Another attempt has taken this one's place already. */
export const Fenced = new Cut('the reply has a newer attempt', false)

const cutOf = ({ reason }: AbortSignal): Cut | undefined => (reason instanceof Cut ? reason : undefined)

export const isStopped = (life: AbortSignal): boolean => cutOf(life) === Stopped

/** Has the reply left this worker, so that nothing more of it may be written here? */
export const hasLeft = (life: AbortSignal): boolean => cutOf(life)?.endsReply === false
