import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** A photograph as a telephone makes it: on its side, with the place where it was taken. */
export const photo = (width = 64, height = 32): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 60 } } })
    .withExif({
      IFD0: { Copyright: 'a name that nobody should read', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '34/1 15/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '108/1 56/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()

export const png = (width: number, height: number, red = 1): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 2, b: 3 } } })
    .png()
    .toBuffer()

/** A PNG of so many grey pixels, of which almost nothing is in the file. */
export function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height), { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A PDF with one line of text a page. */
export const pdf = (lines: string[]): Buffer =>
  pagesOf(
    lines.map((line) => ({
      content: line === '' ? '' : `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`,
      resources: '/Font << /F1 3 0 R >>',
    })),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  )

/** A PDF as a scanner makes it: on each page the same picture. */
export const scan = (jpeg: Buffer, width: number, height: number, pages: number): Buffer =>
  pagesOf(
    Array.from({ length: pages }, () => ({
      content: 'q 612 0 0 792 0 0 cm /I1 Do Q',
      resources: '/XObject << /I1 3 0 R >>',
    })),
    `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n${jpeg.toString('latin1')}\nendstream`,
  )

function pagesOf(pages: { content: string; resources: string }[], resource: string): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>']
  const pageOf = (n: number) => 4 + 2 * n
  objects.push(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${pageOf(n)} 0 R`).join(' ')}] >>`,
    resource,
  )
  for (const [n, { content, resources }] of pages.entries()) {
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${pageOf(n) + 1} 0 R /Resources << ${resources} >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    )
  }
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, n) => {
    const at = text.length
    text += `${n + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
