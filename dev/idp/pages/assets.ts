/** Submits the form that carries the response; without scripts its button does the same. */
export const continueScript = `document.getElementById('continue').submit();\n`;

export const styleSheet = `:root {
  color-scheme: light dark;
  --paper: light-dark(#f3f4f6, #14171c);
  --card: light-dark(#ffffff, #1e232b);
  --ink: light-dark(#1b1f24, #eceff3);
  --soft: light-dark(#555d68, #aab3bf);
  --line: light-dark(#c9ced6, #3b434f);
  --accent: light-dark(#0b57b0, #8ab8ff);
  --on-accent: light-dark(#ffffff, #10151c);
  --hover: light-dark(#eef3fa, #29313c);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, 'Segoe UI', sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; justify-content: space-between;
  padding: .75rem 1rem; border-bottom: 1px solid var(--line); background: var(--card); font-size: .9rem; }
header p { margin: 0; }
nav a { margin-right: .75rem; }
main { margin: 2rem auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; }
.narrow main { max-width: 32rem; }
.wide main { max-width: 60rem; }
@media (max-width: 34rem) { main { margin: 0; border-width: 0 0 1px; border-radius: 0; padding: 1.25rem 1rem; } }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
.soft { color: var(--soft); }
code, dd { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button { font: inherit; min-height: 2.75rem; padding: .4rem 1rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--card); color: var(--ink); cursor: pointer; }
button:hover { background: var(--hover); }
button.main:hover, a.main:hover { background: var(--accent); text-decoration: underline; }
a.main { display: inline-flex; align-items: center; min-height: 2.75rem; padding: .4rem 1rem; border-radius: 6px;
  text-decoration: none; }
.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; }
textarea { display: block; width: 100%; font: .9rem/1.4 monospace; padding: .4rem; border: 1px solid var(--line);
  border-radius: 6px; background: var(--card); color: var(--ink); }
.accounts { list-style: none; margin: 1rem 0; padding: 0; border: 1px solid var(--line); border-radius: 8px;
  overflow: clip; }
.accounts li + li { border-top: 1px solid var(--line); }
.accounts button { display: block; width: 100%; border: 0; border-radius: 0; padding: .6rem 1rem; text-align: left; }
.accounts button:focus-visible { outline-offset: -3px; }
.accounts span { display: block; overflow-wrap: anywhere; }
.accounts .name { font-weight: 600; }
.accounts .soft { font-size: .9rem; }
summary { padding: .5rem 0; min-height: 2.75rem; cursor: pointer; color: var(--accent); }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
.tiles { list-style: none; display: flex; flex-wrap: wrap; gap: 1rem; margin: 1rem 0; padding: 0; }
.tile { display: grid; place-items: center; gap: .5rem; width: 9rem; min-height: 8rem; padding: 1rem;
  border: 1px solid var(--line); border-radius: 8px; color: var(--ink); text-decoration: none; font-weight: 600;
  text-align: center; overflow-wrap: anywhere; }
.tile:hover { background: var(--hover); }
.tile span:first-child { display: grid; place-items: center; width: 3rem; height: 3rem; border-radius: 8px;
  background: var(--accent); color: var(--on-accent); font-size: 1.4rem; }
fieldset { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 1rem; padding: .5rem 1rem 1rem; }
legend { padding: 0 .35rem; font-weight: 600; }
fieldset label { display: flex; gap: .6rem; align-items: center; min-height: 2rem; }
.settings { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 0 1rem; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin: .75rem 0; }
.certificates { list-style: none; padding: 0; margin: 0; }
.certificates li { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; margin-bottom: .75rem; }
`;
