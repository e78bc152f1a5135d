// The style of the pages, served as a file because pages may not bring their own.
export const style = `
:root { color-scheme: light dark; --line: #8886; --accent: #0052d9; --bad: #c9353f; }
@media (prefers-color-scheme: dark) { :root { --accent: #7aa7ff; --bad: #ff8a8f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; font: 16px/1.5 system-ui, sans-serif; display: grid; align-content: center;
  justify-items: center; padding: 1rem; }
main { width: 100%; max-width: 26rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
form { display: grid; gap: .35rem; margin: 1rem 0; }
label { font-weight: 600; margin-top: .5rem; }
label input:is([type=checkbox], [type=radio]) { width: auto; margin-right: .4rem; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; display: grid; }
input, button, select { font: inherit; padding: .55rem .7rem; border: 1px solid var(--line); border-radius: .4rem; width: 100%; }
input:focus-visible, button:focus-visible, a:focus-visible, select:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button { margin-top: .8rem; background: var(--accent); color: Canvas; border-color: transparent; cursor: pointer; }
form.quiet { margin: .4rem 0; }
form.quiet button { background: transparent; color: inherit; border-color: var(--line); margin-top: 0; }
form.quiet label ~ button { margin-top: .5rem; }
.alert { border-left: 4px solid var(--bad); padding: .5rem .8rem; }
.note { border-left: 4px solid var(--accent); padding: .5rem .8rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
img.qr { width: 14rem; height: 14rem; background: #fff; }
footer { margin-top: 2rem; }
a { color: var(--accent); }
`
