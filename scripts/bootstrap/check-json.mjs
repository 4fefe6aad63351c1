import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, root } from './checkout.mjs'

/** Raises a fault that names the file when one of these, relative to the checkout, is not JSON. */
export function checkJson(files) {
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8')
    try {
      JSON.parse(text)
    } catch (error) {
      throw new Fault(`${file} is not JSON: ${error.message}.`)
    }
  }
}
