/** Where the parts of files live. Two stand behind it: NATS' object store and S3. */
export interface FileStore {
  /** Stores an object whole or not at all; the same name again replaces it. The bytes must stay as they are until then. */
  put: (name: string, bytes: Buffer) => Promise<void>
  /** An object; throws when there is none. */
  get: (name: string) => Promise<StoredObject>
  /** Idempotent. */
  remove: (name: string) => Promise<void>
}

export interface StoredObject {
  /** Its bytes, in the pieces they came in. */
  pieces: Buffer[]
  /** Calculated from those bytes, in hexadecimal. */
  sha256: string
}

/** The store has no room left: trying again does not help until somebody makes some. */
export class StoreFull extends Error {
  constructor(cause: unknown) {
    super('the file store is full', { cause })
    this.name = 'StoreFull'
  }
}
