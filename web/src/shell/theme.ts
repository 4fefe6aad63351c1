export type Theme = 'system' | 'light' | 'dark'

const key = 'lz.theme'

/** Remembered in this browser; theme-script.js applies it before the first frame. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem(key)
  } else {
    document.documentElement.dataset.theme = theme
    localStorage.setItem(key, theme)
  }
}
