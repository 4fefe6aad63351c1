/** Where the parts of files live. There are two: NATS' object store and S3. */
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

/** The store is full: trying again does not help until space is freed. */
export class StoreFull extends Error {
  constructor(cause: unknown) {
    super('the file store is full', { cause })
    this.name = 'StoreFull'
  }
}
