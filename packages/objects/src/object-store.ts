/** Where bytes are kept under names. There are two: NATS' object store and S3. */
export interface ObjectStore {
  /** Stores an object whole or not at all; the same name again replaces it. The bytes must stay as they are until then. */
  put: (name: string, bytes: Buffer) => Promise<void>
  /** An object; throws when there is none. */
  get: (name: string) => Promise<StoredObject>
  /** Idempotent. */
  remove: (name: string) => Promise<void>
  /** The objects whose names begin so, in no promised order. Reads the whole list of a store: for sweeps. */
  list: (prefix: string) => AsyncIterable<ListedObject>
  /**
   * An address to which somebody else may PUT exactly this many bytes with this digest (SHA-256, hexadecimal), for so long.
   * Null for a store that only the service can reach.
   */
  presignPut: null | ((name: string, wanted: WantedObject) => Promise<PresignedPut>)
}

export interface StoredObject {
  /** Its bytes, in the pieces they came in. */
  pieces: Buffer[]
  /** Calculated from those bytes, in hexadecimal. */
  sha256: string
}

export interface ListedObject {
  name: string
  bytes: number
  /** When it was stored. */
  at: Date
}

export interface WantedObject {
  bytes: number
  sha256: string
  forS: number
}

export interface PresignedPut {
  url: string
  /** Sent with the PUT as they are: they are signed. */
  headers: Record<string, string>
}

/** The store is full: trying again does not help until space is freed. */
export class StoreFull extends Error {
  constructor(cause: unknown) {
    super('the object store is full', { cause })
    this.name = 'StoreFull'
  }
}
