// Within the build of an image: leaves of packages/ and services/ what one service runs, which is itself, the packages that it
// names, and those that they name.
//   node own-files.mjs chat             removes every other folder
//   node own-files.mjs --installed      removes manifests, and folders into which nothing was installed
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'

const folders = ['packages', 'services'].flatMap((parent) =>
  readdirSync(parent).map((name) => `${parent}/${name}`),
)
const [wanted] = process.argv.slice(2)

if (wanted === '--installed') {
  for (const folder of folders) {
    if (existsSync(`${folder}/node_modules`)) rmSync(`${folder}/package.json`)
    else rmSync(folder, { recursive: true })
  }
} else {
  const manifests = new Map(
    folders
      .filter((folder) => existsSync(`${folder}/package.json`))
      .map((folder) => [folder, JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))]),
  )
  const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]))
  const start = folderOf.get(`@lingzhi/${wanted}`)
  if (!start) throw new Error(`no service or package is called ${wanted}`)
  const own = new Set([start])
  for (const folder of own)
    for (const name of Object.keys(manifests.get(folder).dependencies ?? {}))
      if (folderOf.has(name)) own.add(folderOf.get(name))
  for (const folder of folders) if (!own.has(folder)) rmSync(folder, { recursive: true })
}
