const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
const blanks = Buffer.from('   ')

/** A text without the mark that some editors put before it: blanks stand there instead, so that places stay what they are. */
export async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk
      continue
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
    if (head.length < byteOrderMark.length) continue
    if (head.subarray(0, 3).equals(byteOrderMark)) {
      yield blanks
      head = head.subarray(3)
    }
    yield head
    head = undefined
  }
  if (head?.length) yield head
}
