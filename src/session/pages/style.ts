// The style of the pages, served as a file because pages may not bring their own. Its colours are those of the console.
export const style = `
:root { color-scheme: light dark; --ground: light-dark(#f5f6f8, #0f1216); --sheet: light-dark(#fff, #171b21);
  --line: light-dark(#dfe3e8, #2c333d); --edge: light-dark(#8b95a3, #6b7684); --ink: light-dark(#16202c, #e8ecf1);
  --soft: light-dark(#566171, #9aa6b4); --accent: light-dark(#1a54e0, #85aaff); --on-accent: light-dark(#fff, #0b1530);
  --bad: light-dark(#b3261e, #ff9d94); --bad-wash: light-dark(#fdecea, #381a18); --wash: light-dark(#eaf0ff, #1c2740); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC",
  "Microsoft YaHei", sans-serif; color: var(--ink); background: var(--ground); display: grid; align-content: center;
  justify-items: center; padding: 2rem 1rem; }
main { width: 100%; max-width: 26rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px;
  padding: 1.75rem 2rem; }
h1 { font-size: 1.4rem; line-height: 1.3; letter-spacing: -.01em; margin: 0 0 1rem; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
form { display: grid; gap: .35rem; margin: 1rem 0; }
label { font-weight: 600; margin-top: .5rem; }
label input:is([type=checkbox], [type=radio]) { width: auto; margin-right: .4rem; min-height: 0; }
fieldset { border: 1px solid var(--line); border-radius: 8px; display: grid; }
input, button, select { font: inherit; color: inherit; min-height: 38px; padding: .4rem .7rem; border: 1px solid var(--edge);
  border-radius: 8px; width: 100%; background: var(--sheet); }
input:focus-visible, button:focus-visible, a:focus-visible, select:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button { margin-top: .9rem; background: var(--accent); color: var(--on-accent); border-color: transparent; font-weight: 550;
  cursor: pointer; }
form.quiet { margin: .4rem 0; }
form.quiet button { background: transparent; color: inherit; border-color: var(--line); margin-top: 0; }
form.quiet button:hover { border-color: var(--edge); }
form.quiet label ~ button { margin-top: .5rem; }
.alert, .note { border-radius: 8px; padding: .6rem .9rem; margin: 0 0 1rem; }
.alert { background: var(--bad-wash); color: var(--bad); }
.note { background: var(--wash); }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
img.qr { width: 14rem; height: 14rem; background: #fff; }
footer { margin-top: 1.25rem; }
a { color: var(--accent); text-underline-offset: 2px; }
footer a { color: var(--soft); text-decoration: none; }
`
