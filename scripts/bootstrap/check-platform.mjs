import { Fault } from './checkout.mjs'

/** `scripts/start.bat` says the same where there is no WSL; a test compares them. */
const windowsSentences = [
  '灵值不直接在 Windows 上运行：请双击 scripts\\start.bat，它在 WSL 2 里启动，没有 WSL 时先运行 wsl --install 并重启；或者用 docker compose up -d --build。',
  'Lingzhi does not run on Windows itself: start it with scripts\\start.bat, which uses WSL 2 and takes wsl --install and a restart where there is none, or with docker compose up -d --build.',
]

/** Servers, signals and process groups are those of Linux and macOS: elsewhere one sentence says how it is started. */
export function checkPlatform() {
  if (process.platform === 'win32') throw new Fault(windowsSentences.join('\n'))
}
