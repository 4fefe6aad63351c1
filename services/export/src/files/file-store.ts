/** Where the parts of files live. Two stand behind it: NATS' object store and S3. */
export interface FileStore {
  /** Stores an object whole or not at all; the same name again replaces it. Where one piece ends means nothing. */
  put: (name: string, pieces: Buffer[]) => Promise<void>
  /** The bytes of an object, in the pieces they came in; throws when there is none. */
  get: (name: string) => Promise<Buffer[]>
  /** Idempotent. */
  remove: (name: string) => Promise<void>
}

/** The store has no room left: trying again does not help until somebody makes some. */
export class StoreFull extends Error {
  constructor(cause: unknown) {
    super('the file store is full', { cause })
    this.name = 'StoreFull'
  }
}
