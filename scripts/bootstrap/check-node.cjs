// Runs before anything else (`node -r`), and so also on a Node that cannot read the other files: no syntax newer than 2009.
'use strict'
var least = 18
var major = parseInt(process.versions.node, 10)
if (major < least) {
  process.stderr.write(
    '\n灵值需要 Node.js ' +
      least +
      ' 或更新的版本，当前是 ' +
      process.versions.node +
      '。\n' +
      'Lingzhi needs Node.js ' +
      least +
      ' or newer to start, and this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').\n' +
      'Install a newer one (https://nodejs.org/en/download), open a new shell, check it with: node --version\n\n',
  )
  process.exit(1)
}
