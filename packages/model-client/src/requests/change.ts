/** A change of one optional parameter, after which a provider may take the request. */
export interface Change {
  name: string
  /** Sent under this name instead. */
  as?: string
  /** The largest value that is taken. Without `as` and `most` the parameter is left out. */
  most?: number
  /** What later requests are held to, where the value of this one depends on its length. */
  mostLater?: number
}
