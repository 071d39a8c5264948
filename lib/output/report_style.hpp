#pragma once
/// \file
/// The looks of reports (private to the output module).

namespace soret {

inline constexpr const char* report_style = R"(
:root { --ink: #111827; --soft: #4b5563; --line: #e5e7eb; --paper: #ffffff; --ground: #f6f7f9; --accent: #0072b2; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 2.2rem 1.4rem 4rem; }
header h1 { margin: 0; font-size: 1.05rem; font-weight: 600; color: var(--soft); letter-spacing: .01em; }
header p { margin: .1rem 0 0; color: var(--soft); font-size: .9rem; }
.headline { margin: 1.4rem 0 .4rem; font-size: clamp(1.5rem, 3.2vw, 2.15rem); line-height: 1.25; font-weight: 650;
  letter-spacing: -.015em; max-width: 34em; }
.conditions { margin: 0 0 1.4rem; color: var(--soft); max-width: 60em; }
h2 { margin: 2.4rem 0 .8rem; font-size: 1.22rem; letter-spacing: -.01em; }
.cards { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); margin: 1.2rem 0; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; }
.card .label { color: var(--soft); font-size: .84rem; }
.card .value { font-size: 1.14rem; font-weight: 620; font-variant-numeric: tabular-nums; line-height: 1.35; }
.card small { font-size: .86rem; font-weight: 500; color: var(--soft); white-space: nowrap; }
.card .remark { color: var(--soft); font-size: .82rem; }
.distrust { border-radius: 10px; padding: .9rem 1.2rem; margin: 1.2rem 0; border: 1px solid #e9c46a; background: #fff8e6; }
.distrust h2 { margin: 0 0 .3rem; font-size: 1.02rem; }
.distrust ul { margin: .2rem 0 0; padding-left: 1.2rem; }
.distrust.none { border-color: #9bd3bd; background: #eefaf4; }
.figures { display: grid; gap: 1rem; margin: 1rem 0; grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); }
figure { margin: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1rem .9rem; }
figure h3 { margin: 0 0 .2rem; font-size: 1rem; font-weight: 620; }
figure svg { display: block; width: 100%; height: auto; }
figure svg text { font-family: inherit; }
figcaption { color: var(--soft); font-size: .87rem; line-height: 1.45; margin-top: .3rem; }
.missing { color: #8a5a00; background: #fff8e6; border-radius: 8px; padding: 1rem; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: .42rem .9rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th { color: var(--soft); font-weight: 600; font-size: .84rem; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td:first-child { white-space: normal; }
th { white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
details { margin: 1rem 0; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: .7rem 1rem; }
summary { cursor: pointer; font-weight: 600; }
pre { overflow-x: auto; font: .85rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
i { font-family: Georgia, "Times New Roman", "DejaVu Serif", serif; }
sub, sup { line-height: 0; font-size: .72em; }
@media print { body { background: #fff; } figure, .card { break-inside: avoid; } details[open] pre { white-space: pre-wrap; } }
)";

}  // namespace soret
