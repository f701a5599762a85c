// Runs before the first paint, so that no page flashes in the wrong theme, direction or size.
;(() => {
  const root = document.documentElement
  let chosen = {}
  try {
    chosen = JSON.parse(localStorage.getItem('parlance.preferences') ?? '{}') ?? {}
  } catch {
    // Storage that is shut or broken leaves the defaults.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  const theme = chosen.theme === 'light' || chosen.theme === 'dark' ? chosen.theme : system
  root.dataset.theme = theme
  // Accents had other names once; preferences.ts knows them too.
  const former = { blue: 'ink', green: 'moss', violet: 'iris', rose: 'mulberry' }
  if (chosen.accent) root.dataset.accent = former[chosen.accent] ?? chosen.accent
  if (chosen.motion === 'less') root.dataset.motion = 'less'
  if (chosen.pattern === false) root.dataset.pattern = 'off'
  if (chosen.size) root.dataset.size = String(chosen.size)
  if (chosen.density === 'compact') root.dataset.density = 'compact'
  const locale = chosen.locale ?? navigator.language
  if (/^(ar|he|fa|ur)\b/.test(locale)) root.dir = 'rtl'
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', theme === 'dark' ? '#1d171b' : '#ffffff')
})()
