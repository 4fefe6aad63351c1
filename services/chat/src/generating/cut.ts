/** Why a generation was cut short: the reason of its abort signal, compared by identity. */
class Cut extends Error {
  /** True: the reply ends with its partial text. False: this worker must write nothing more of it. */
  readonly endsReply: boolean

  constructor(message: string, endsReply: boolean) {
    super(message)
    this.name = 'Cut'
    this.endsReply = endsReply
  }
}

/** Its owner stopped it, or it was deleted. */
export const Stopped = new Cut('the reply was stopped', true)
/** Another worker will take the reply and restart it. */
export const HandedOver = new Cut('the reply was handed over', false)
/** It waits for its asker, without a worker. */
export const Parked = new Cut('the reply waits for its asker', false)
/** A newer attempt has replaced this one. */
export const Fenced = new Cut('the reply has a newer attempt', false)

const cutOf = ({ reason }: AbortSignal): Cut | undefined => (reason instanceof Cut ? reason : undefined)

export const isStopped = (life: AbortSignal): boolean => cutOf(life) === Stopped

/** Whether the reply has left this worker, which must write nothing more of it. */
export const hasLeft = (life: AbortSignal): boolean => cutOf(life)?.endsReply === false
