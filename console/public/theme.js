// Applies the theme chosen earlier in this browser; without a choice the system's.
;(() => {
  const chosen = localStorage.getItem('opencam-theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
})()
