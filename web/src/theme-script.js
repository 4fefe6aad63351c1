// Runs before the first frame: a chosen theme and language are there without a flash. Without a choice the system's hold.
;(() => {
  const root = document.documentElement
  try {
    const theme = localStorage.getItem('lz.theme')
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
    const language = localStorage.getItem('lz.language')
    root.lang =
      language === 'zh' || language === 'en' ? language : /^zh/i.test(navigator.language) ? 'zh' : 'en'
  } catch {
    // Storage may be forbidden; the page works without.
  }
})()
