// The process in which a stranger's bytes meet their decoder, one for each file. It gets the bytes on its standard input and
// nothing else: no setting, no address, no network where the system can take it away. Whoever started it ends it when it takes
// too long or too much memory. Prints a byte once it is ready to read, then what it found (see findings.ts).
import { buffer } from 'node:stream/consumers'
import type { Sharp } from 'sharp'
import { isTooLarge, pixelsMax } from '../uploads/pixels.ts'
import type { Kind } from '../uploads/sniff.ts'
import { isText } from '../uploads/sniff.ts'
import type { Finding, Variant } from './findings.ts'
import { formatFinding, pagesMax, textBytesMax } from './findings.ts'
import { pagePictures } from './page-pictures.ts'

const modelSide = 1_568
const previewSide = 512
const nobody = 65_534

type Inspect = (bytes: Buffer) => Promise<Finding>

const kind = process.argv[2] as Kind
const inspect = await load()
dropRights()
process.stdout.write('\x01')
const finding = await inspect(await buffer(process.stdin)).catch(
  (): Finding => ({ refused: 'FILE_UNREADABLE' }),
)
process.stdout.write(formatFinding(finding), () => process.exit(0))

/** The decoder, loaded before the first byte is read and while its files may still be read. */
async function load(): Promise<Inspect> {
  if (kind === 'text/plain') return inspectText
  if (kind === 'application/pdf') return loadPdf()
  return loadImages()
}

/** A file of root's must not be decoded by root. In a user namespace the system's nobody is who we are already. */
function dropRights() {
  for (const name of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, name)
  if (process.getuid?.() !== 0) return
  process.setgroups?.([nobody])
  process.setgid?.(nobody)
  process.setuid?.(nobody)
}

async function loadImages(): Promise<Inspect> {
  const { default: sharp } = await import('sharp')
  // Every other loader of libvips is out of reach, whatever a file pretends to be.
  sharp.block({ operation: ['VipsForeignLoad'] })
  const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((name) => `VipsForeignLoad${name}Buffer`)
  sharp.unblock({ operation: loaders })
  sharp.cache(false)
  sharp.concurrency(1)
  const options = { limitInputPixels: pixelsMax, sequentialRead: true, failOn: 'error', pages: 1 } as const
  return async (bytes) => {
    const { format, autoOrient } = await sharp(bytes, options).metadata()
    if (`image/${format}` !== kind) return { refused: 'UNSUPPORTED_FILE' }
    if (isTooLarge(autoOrient)) return { refused: 'IMAGE_TOO_LARGE' }
    // Encoded anew from pixels alone: nothing that stood beside them, such as a position, survives.
    const model = await forModel(sharp(bytes, options).autoOrient())
    const preview = await sharp(model).resize(fit(previewSide)).jpeg({ quality: 80 }).toBuffer()
    const variants: Variant[] = [
      { kind: 'model-image', bytes: model },
      { kind: 'preview', bytes: preview },
    ]
    return { width: autoOrient.width, height: autoOrient.height, pages: null, variants }
  }
}

function fit(side: number) {
  return { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const
}

/** As models are shown pictures. */
function forModel(picture: Sharp): Promise<Buffer> {
  return picture
    .resize(fit(modelSide))
    .flatten({ background: '#ffffff' })
    .toColorspace('srgb')
    .jpeg({ quality: 85 })
    .toBuffer()
}

async function loadPdf(): Promise<Inspect> {
  const { getDocumentProxy, getResolvedPDFJS } = await import('unpdf')
  const { OPS } = await getResolvedPDFJS()
  const { default: sharp } = await import('sharp')
  sharp.block({ operation: ['VipsForeignLoad'] })
  return async (bytes) => {
    const document = await getDocumentProxy(new Uint8Array(bytes), {
      stopAtErrors: false,
      verbosity: 0,
    })
    if (document.numPages > pagesMax) return { refused: 'TOO_MANY_PAGES' }
    const pages: string[] = []
    let size = 0
    for (let number = 1; number <= document.numPages && size < textBytesMax; number++) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      const text = items
        .map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : ''))
        .join('')
      const whole = text
        .replaceAll(/[\0\f]/g, ' ')
        .toWellFormed()
        .trim()
      const clean = cut(whole, textBytesMax - size)
      size += Buffer.byteLength(clean)
      pages.push(clean)
      page.cleanup()
    }
    const text = Buffer.from(pages.join('\f'))
    const hasText = pages.some((page) => page !== '')
    const variants: Variant[] = hasText ? [{ kind: 'text', bytes: text }] : []
    // A scanned one: a model is shown its pages.
    for (const { data, width, height, channels } of hasText
      ? []
      : await pagePictures(document, OPS.paintImageXObject)) {
      const picture = sharp(data, { raw: { width, height, channels }, limitInputPixels: pixelsMax })
      variants.push({ kind: 'model-image', bytes: await forModel(picture) })
    }
    return { width: null, height: null, pages: document.numPages, variants }
  }
}

/** As much of a text as takes so many bytes. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd$/, '')
}

async function inspectText(bytes: Buffer): Promise<Finding> {
  if (!isText(bytes, true)) return { refused: 'UNSUPPORTED_FILE' }
  const text = bytes.subarray(bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0)
  return { width: null, height: null, pages: null, variants: [{ kind: 'text', bytes: text }] }
}
