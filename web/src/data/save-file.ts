import { createLink } from './data.queries.ts'

/**
 * Hands the file to the browser's own downloads: straight to the disk however large it is, shown with its progress, and
 * resumed after a cut. Those cannot send a token, so they get the file's signed link, which opens this one file for a while.
 */
export async function saveFile(id: string): Promise<void> {
  const { url } = await createLink(id)
  const anchor = document.createElement('a')
  // Of this page's own address, whatever address the platform gives to the outside.
  anchor.href = `/api/exports/${id}/download${new URL(url, location.href).search}`
  anchor.download = ''
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
}
