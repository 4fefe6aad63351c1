// Runs before anything else (`node -r`), and so also on a Node that cannot read the other files: no syntax newer than 2009.
'use strict'
var least = 18
var given = process.versions.node
var lines = [
  '',
  '灵值需要 Node.js ' + least + ' 或更新的版本，当前是 ' + given + '。',
  'Lingzhi needs Node.js ' + least + ' or newer to start, and ' + process.execPath + ' is ' + given + '.',
  'Install a newer one (https://nodejs.org/en/download), open a new shell, and check it with: node --version',
  '',
  '',
]
if (parseInt(given, 10) < least) {
  process.stderr.write(lines.join('\n'))
  process.exit(1)
}
