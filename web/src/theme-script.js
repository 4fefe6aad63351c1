// Runs before the first frame: a chosen theme and language are there without a flash. Without a choice the system's hold.
;(() => {
  // Where the browser forbids storage, what would be kept lasts as long as the page: nothing else has to think of it.
  for (const name of ['localStorage', 'sessionStorage']) {
    try {
      window[name].length
    } catch {
      Object.defineProperty(window, name, { value: memory() })
    }
  }
  function memory() {
    const kept = new Map()
    return {
      get length() {
        return kept.size
      },
      key: (at) => [...kept.keys()][at] ?? null,
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, String(value)),
      removeItem: (key) => void kept.delete(key),
    }
  }

  const root = document.documentElement
  const theme = localStorage.getItem('lz.theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  const language = localStorage.getItem('lz.language')
  root.lang =
    language === 'zh' || language === 'en' ? language : /^zh/i.test(navigator.language) ? 'zh' : 'en'
})()
