// The theme, remembered in this browser. `public/theme.js` applies it before anything is drawn.

const name = 'opencam-theme'

export type Theme = 'system' | 'light' | 'dark'

export function chosenTheme(): Theme {
  const chosen = localStorage.getItem(name)
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

export function chooseTheme(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') {
    localStorage.removeItem(name)
    delete dataset['theme']
  } else {
    localStorage.setItem(name, theme)
    dataset['theme'] = theme
  }
}
