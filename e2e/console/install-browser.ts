import { installFault } from '../install-packages.ts'

/** The browser of the tests. */
export const chromium = '/usr/bin/chromium'
/** Without a font for Chinese and one for emoji every screenshot is boxes. */
const needed = {
  chromium,
  'fonts-wqy-microhei': '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc',
  'fonts-noto-color-emoji': '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
}

/** Installs what is missing; a sentence that tells what to do where it cannot, undefined when all is there. */
export const browserFault = (): string | undefined => installFault('The tests of the console', needed)
