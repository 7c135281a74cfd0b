/** What the dashboard adds to the look of the report: a bar on top, controls, progress, pages of documents. */
export const DASHBOARD_STYLE = `
:root { --focus: #0b62d6; --truth: 0, 112, 90; --wrong: 196, 78, 12; }
@media screen and (prefers-color-scheme: dark) { :root { --focus: #7ab2ff; --truth: 69, 207, 168; --wrong: 232, 106, 48; } }
.dashboard a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 3px; }
.dashboard a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--focus) !important; outline-offset: 2px; }
main:focus { outline: none !important; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 16px; top: 8px; z-index: 9; background: var(--page); padding: 6px 12px; }
.dashboard > nav { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 28px; max-width: 1144px; margin: 0 auto; padding: 18px 32px 0; }
.dashboard > nav .brand { text-decoration: none; font-size: 16px; }
.dashboard > nav ul { display: flex; flex-wrap: wrap; gap: 2px 22px; margin: 0; padding: 0; list-style: none; }
.dashboard > nav li a { display: inline-block; padding: 4px 0; color: var(--muted); text-decoration: none; border-bottom: 2px solid transparent; }
.dashboard > nav a[aria-current] { color: var(--ink); border-color: currentColor; }
.dashboard main { padding-top: 28px; }
.dashboard h1 { font-size: 32px; line-height: 1.15; letter-spacing: -0.02em; }
.dashboard header h1 { font-size: clamp(30px, 5vw, 48px); }
.dashboard .tabs + h1 { margin-top: 26px; }
.dashboard h1 + .question { margin-top: 6px; }
.dashboard .question { margin-top: 24px; }
.dashboard .kicker { margin-top: 20px; }
.dashboard .kicker .brand, .dashboard .kicker .brand + span, .dashboard .kicker span:last-child { display: none; }
.dashboard .detail { margin-top: 12px; }
.dashboard h1 + table, .dashboard h1 + form { margin-top: 24px; }
.dashboard section { margin-top: 56px; }
.dashboard .facts { margin-top: 28px; }
.crumbs { display: flex; flex-wrap: wrap; gap: 2px 8px; color: var(--muted); font-size: 13px; margin-bottom: 10px; }
.crumbs a + a::before, .crumbs a + span::before { content: '/'; margin-right: 8px; color: var(--muted); display: inline-block; }
.tabs { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 20px 0 0; padding: 0 0 10px; list-style: none; border-bottom: 1px solid var(--line); }
.tabs a { color: var(--muted); text-decoration: none; padding: 6px 0; }
.tabs a[aria-current] { color: var(--ink); font-weight: 620; }
.tabs a:hover { color: var(--ink); }
.state { white-space: nowrap; }
.state::before { content: ''; display: inline-block; width: 9px; height: 9px; border-radius: 50%; margin-right: 7px; border: 2px solid var(--muted); }
.state.complete::before { background: var(--good); border-color: var(--good); }
.state.running::before, .state.pausing::before, .state.cancelling::before { background: var(--focus); border-color: var(--focus); }
.state.paused::before { border-color: var(--focus); border-radius: 0; }
.state.failed::before, .state.stopped::before { border-color: var(--bad); }
progress { width: 100%; min-width: 90px; height: 8px; appearance: none; border: 0; border-radius: 4px; background: var(--line); overflow: hidden; vertical-align: 1px; }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--ink); }
progress::-moz-progress-bar { background: var(--ink); }
.dashboard button, .dashboard .button { font: inherit; font-weight: 560; color: var(--ink); background: var(--page); border: 1px solid var(--muted); border-radius: 7px; padding: 7px 16px; cursor: pointer; text-decoration: none; display: inline-block; }
.dashboard button:hover, .dashboard .button:hover { background: var(--wash); }
.dashboard button:disabled { color: var(--muted); border-color: var(--line); cursor: not-allowed; }
.dashboard button.main { background: var(--ink); color: var(--page); border-color: var(--ink); }
.dashboard button.main:disabled { background: var(--muted); border-color: var(--muted); color: var(--page); }
.controls { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin: 18px 0 0; }
.dashboard form { color: inherit; margin: 0; display: block; }
.dashboard form.filters { display: flex; flex-wrap: wrap; gap: 10px 18px; align-items: end; margin: 20px 0; color: var(--muted); font-size: 14px; }
.dashboard input, .dashboard select, .dashboard textarea { font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--muted); border-radius: 7px; padding: 6px 10px; max-width: 100%; margin: 0; }
.dashboard input[type=checkbox] { width: 17px; height: 17px; vertical-align: -3px; margin: 0 6px 0 0; }
.dashboard td.pick { width: 1px; padding-right: 0; }
.dashboard tbody th { white-space: normal; }
.runs b { display: block; white-space: nowrap; }
.runs time { white-space: nowrap; }
.runs .name { font-weight: 620; overflow-wrap: anywhere; }
.runs .under { display: block; color: var(--muted); font-weight: 400; font-size: 13px; max-width: 48ch; }
.runs td, .runs th { vertical-align: middle; padding-top: 12px; padding-bottom: 12px; }
.runs .bar { min-width: 130px; }
.notice { margin-top: 20px; padding: 12px 16px; border-left: 3px solid var(--muted); background: var(--wash); max-width: 84ch; }
.notice.bad { border-color: var(--bad); } .notice.good { border-color: var(--good); }
.notice[hidden] { display: none; }
.notice code, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
.live .done { white-space: nowrap; } .live .done > span { display: flex; align-items: center; gap: 8px; } .live .done progress { flex: 1; }
.pager { display: flex; gap: 18px; margin-top: 18px; color: var(--muted); }
.empty { color: var(--muted); margin-top: 20px; max-width: 70ch; }
.shares td.good { color: inherit; }
.diff { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; margin: 12px 0 0; padding: 12px 16px; background: var(--wash); overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.diff .minus { color: var(--bad); } .diff .plus { color: var(--good); }
.drawing svg { font-size: 12px; font-family: inherit; overflow: visible; color: var(--muted); }
.sheet { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 28px; align-items: start; margin-top: 28px; }
.paper { position: relative; border: 1px solid var(--line); background: #fff; line-height: 0; }
.paper img { width: 100%; height: auto; aspect-ratio: auto 210 / 297; }
.paper svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.paper rect { fill: rgba(0, 112, 90, 0.1); stroke: #00705a; stroke-width: 1.2; vector-effect: non-scaling-stroke; }
.paper a:focus-visible rect, .paper a:hover rect, .paper rect.chosen { fill: rgba(196, 78, 12, 0.22); stroke: #b03a06; stroke-width: 2.5; }
.paper + .paper { margin-top: 16px; }
.source-text { font: 13px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; padding: 16px 18px; border: 1px solid var(--line); margin: 0; max-height: 1100px; overflow-y: auto; }
.source-text mark { background: rgba(var(--truth), 0.2); box-shadow: 0 1px 0 rgba(var(--truth), 0.9); }
.source-text mark.answer { background: rgba(var(--wrong), 0.2); box-shadow: 0 2px 0 rgba(var(--wrong), 0.9); }
.source-text mark.chosen { background: rgba(var(--truth), 0.45); outline: 2px solid rgb(var(--truth)); }
.source-text mark.answer.chosen { background: rgba(var(--wrong), 0.4); outline: 2px solid rgb(var(--wrong)); }
.keys { display: flex; flex-wrap: wrap; gap: 4px 22px; color: var(--muted); font-size: 13px; margin: 0 0 12px; padding: 0; list-style: none; }
.keys mark { padding: 0 5px; color: var(--ink); background: rgba(var(--truth), 0.2); box-shadow: 0 1px 0 rgba(var(--truth), 0.9); }
.keys mark.answer { background: rgba(var(--wrong), 0.2); box-shadow: 0 2px 0 rgba(var(--wrong), 0.9); }
.answers td { overflow-wrap: anywhere; max-width: 340px; }
.answers td .range { display: block; }
.answers tr.chosen { background: var(--wash); box-shadow: inset 3px 0 0 var(--ink); }
.answers tr.chosen th { padding-left: 12px; }
.answers .outcome { display: block; font-size: 12px; color: var(--muted); }
.answers .outcome.bad { color: var(--bad); }
.below { display: block; }
.answers details { margin-top: 0; } .answers summary { padding: 0; }
.answers i { color: var(--muted); }
.tokens { font: 13px/1.9 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; margin: 8px 0 0; padding: 14px 16px; border: 1px solid var(--line); }
.tokens span { border-bottom: 2px solid transparent; }
.tokens .p1 { background: rgba(var(--heat), 0.1); border-color: rgba(var(--heat), 0.5); } .tokens .p2 { background: rgba(var(--heat), 0.22); border-color: rgba(var(--heat), 0.7); } .tokens .p3 { background: rgba(var(--heat), 0.36); border-color: rgb(var(--heat)); } .tokens .p4 { background: rgba(var(--heat), 0.5); border-color: rgb(var(--heat)); }
.tokens .first { outline: 2px solid var(--ink); outline-offset: 1px; }
.tokens .later { opacity: 0.999; }
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 28px; }
.keys .p1 { background: rgba(var(--heat), 0.1); } .keys .p2 { background: rgba(var(--heat), 0.22); } .keys .p3 { background: rgba(var(--heat), 0.36); } .keys .p4 { background: rgba(var(--heat), 0.5); }
.keys span { color: var(--ink); padding: 0 5px; }
.dashboard form.build { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); gap: 40px; margin-top: 32px; align-items: start; }
.build fieldset { border: 0; padding: 0; margin: 0 0 22px; min-width: 0; }
.build legend { font-weight: 620; padding: 0; margin-bottom: 8px; }
.build .row { display: flex; flex-wrap: wrap; gap: 10px 16px; }
.build label { display: block; font-size: 14px; color: var(--muted); }
.build label.check { display: inline-flex; align-items: center; color: var(--ink); padding: 3px 0; }
.build label > input:not([type=checkbox], [type=radio]), .build label > select, .build .more textarea { display: block; margin-top: 3px; width: 100%; }
.build .wide { display: block; flex: 1 1 100%; }
.build .checks { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 2px 12px; }
.build fieldset fieldset { margin: 14px 0 0; }
.build fieldset fieldset legend { font-weight: 400; font-size: 14px; color: var(--muted); margin-bottom: 3px; }
.build [aria-invalid=true] { border-color: var(--bad); border-width: 2px; }
.build fieldset[aria-invalid=true] { border-left: 2px solid var(--bad); padding-left: 10px; }
.build .shapes { margin-bottom: 6px; gap: 2px 24px; }
.build .more { margin-top: 8px; } .build .more textarea { min-height: 0; }
.build label.check input { margin-right: 6px; }
.build .base { margin-top: 14px; }
.build .variants { margin: 4px 0 0; padding: 0; list-style: none; }
.build .variants li { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px 12px; padding: 12px 0; border-top: 1px solid var(--line); align-items: end; }
.build .variants select, .build .variants input { margin-left: 0; max-width: none; width: 100%; }
.build textarea { width: 100%; min-height: 390px; font: 13px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; resize: vertical; white-space: pre; overflow-x: auto; }
.build .problem { color: var(--bad); font-size: 13px; display: block; min-height: 0; overflow-wrap: anywhere; }
.aside { position: sticky; top: 16px; }
pre.log { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 300px; overflow-y: auto; margin: 8px 0 0; }
.aside .method { margin-top: 18px; } .aside .method div { grid-template-columns: 130px 1fr; gap: 4px 16px; }
@media (max-width: 900px) { .sheet, .two, .dashboard form.build { grid-template-columns: minmax(0, 1fr); } .aside { position: static; } }
@media (max-width: 640px) {
  .dashboard > nav { padding: 14px 20px 0; }
  .dashboard main { padding-top: 20px; }
  .stack thead { display: none; }
  .stack, .stack tbody, .stack tr, .stack td, .stack th { display: block; width: auto; max-width: none; }
  .stack tr { padding: 12px 0; }
  .stack td, .stack tbody th { padding: 2px 0; }
  .stack td[data-label] { display: grid; grid-template-columns: 108px minmax(0, 1fr); text-align: left; white-space: normal; }
  .stack td[data-label]::before { content: attr(data-label); color: var(--muted); font-size: 13px; }
  .stack td > * { grid-column: 2; }
  .stack td.pick { width: auto; }
  .stack tr.chosen { padding-left: 12px; }
  .stack.answers tr.chosen th { padding-left: 0; }
  .facts { flex-direction: column; }
  .build .variants li { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
}
`;
