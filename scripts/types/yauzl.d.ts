// The part of yauzl that is used here: the package brings no types.
declare module 'yauzl' {
  import type { Readable } from 'node:stream'

  export interface Entry {
    fileName: string
    compressedSize: number
    uncompressedSize: number
    externalFileAttributes: number
    isEncrypted: () => boolean
  }
  export interface ZipFile {
    entryCount: number
    eachEntry: () => AsyncIterable<Entry>
    openReadStreamPromise: (entry: Entry) => Promise<Readable>
    close: () => void
  }
  export class RandomAccessReader {
    _readStreamForRange(start: number, end: number): Readable
  }
  const yauzl: {
    fromBufferPromise: (bytes: Buffer, options: { lazyEntries: boolean }) => Promise<ZipFile>
    RandomAccessReader: typeof RandomAccessReader
    fromRandomAccessReaderPromise: (
      reader: RandomAccessReader,
      totalSize: number,
      options: { autoClose: boolean },
    ) => Promise<ZipFile>
  }
  export default yauzl
}
