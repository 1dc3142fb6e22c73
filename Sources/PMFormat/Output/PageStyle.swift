// How an HTML page looks, on a screen in light and dark, and on A4 paper.

/// The style sheet of a page; all of it, so that the file stands alone.
let pageStyle = """
  :root {
    --paper: #fff; --ink: #1d2329; --soft: #59636e; --line: #d5dae0; --zebra: #f5f7f9;
    --bar: #2f6690; --heat: #134a74; --on-heat: #fff;
    --s1: #1f4e79; --s2: #b34e14; --s3: #2e7d4a; --s4: #7d5ba6;
  }
  @media screen and (prefers-color-scheme: dark) {
    :root {
      --paper: #15191e; --ink: #e4e8ec; --soft: #9aa5b1; --line: #363e48; --zebra: #1c2229;
      --bar: #7db3dd; --heat: #6ea3cc; --on-heat: #10151a;
      --s1: #8cc0ea; --s2: #f0a06a; --s3: #82cf9c; --s4: #c3a6e6;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; background: var(--paper); color: var(--ink);
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC",
      "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",
      "WenQuanYi Micro Hei", sans-serif;
  }
  main { max-width: 1080px; margin: 0 auto; padding: 28px 24px 48px; }
  section + section { margin-top: 40px; }
  h1, h2 { line-height: 1.25; margin: 0 0 4px; font-weight: 650; }
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.2rem; }
  .subtitle { margin: 0 0 8px; color: var(--soft); }
  dl { display: flex; flex-wrap: wrap; gap: 2px 24px; margin: 8px 0 20px; font-size: .875rem; }
  dl div { display: flex; gap: 6px; }
  dt { color: var(--soft); }
  dd { margin: 0; font-weight: 550; font-variant-numeric: tabular-nums; }
  figure { margin: 16px 0 24px; }
  figcaption { font-weight: 600; margin-bottom: 6px; }
  figure { container-type: inline-size; min-width: 0; }
  .charts { display: grid; gap: 0 32px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); }
  svg { display: block; width: 100%; max-width: 760px; height: auto; }
  svg.narrow { display: none; max-width: 440px; }
  @container (max-width: 519px) {
    svg.wide { display: none; }
    svg.narrow { display: block; }
  }
  .tiles { list-style: none; margin: 16px 0; padding: 0; display: grid; gap: 12px;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 176px), 1fr)); }
  .tiles li { display: flex; flex-direction: column; min-width: 0; padding: 10px 12px;
    border: 1px solid var(--line); border-left: 5px solid var(--line); border-radius: 4px;
    overflow-wrap: anywhere; }
  .tiles .met { border-left-color: var(--s3); }
  .tiles .missed { border-left: 5px double var(--s2); }
  .tiles .name { font-size: .8125rem; line-height: 1.35; }
  .tiles b { font-size: 1.4rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
  .tiles .verdict { font-size: .8125rem; font-weight: 600; }
  .tiles .missed .verdict { color: var(--s2); }
  .tiles .met .verdict { color: var(--s3); }
  .tiles .detail { color: var(--soft); font-size: .75rem; font-variant-numeric: tabular-nums; }
  svg text { fill: var(--ink); font-size: 12px; font-family: inherit;
    font-variant-numeric: tabular-nums; }
  svg .soft { fill: var(--soft); }
  svg .on { fill: var(--on-heat); }
  svg .grid { stroke: var(--line); stroke-width: 1; fill: none; }
  svg .axis { stroke: var(--soft); stroke-width: 1; fill: none; }
  svg .target { stroke: var(--ink); stroke-width: 2; fill: none; }
  svg .aim { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 1 4; stroke-linecap: round;
    fill: none; }
  svg .goal { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; fill: none; }
  svg .bar { fill: var(--bar); }
  svg .rest { fill-opacity: .45; }
  svg .heat { fill: var(--heat); }
  svg .edge { stroke: var(--line); stroke-width: 1; fill: none; }
  svg .l1 { stroke: var(--s1); } svg .l2 { stroke: var(--s2); }
  svg .l3 { stroke: var(--s3); } svg .l4 { stroke: var(--s4); }
  svg .line { stroke-width: 2; fill: none; stroke-linejoin: round; }
  svg .mark { stroke-width: 2; fill: var(--paper); }
  .rows { overflow-x: auto; margin: 16px 0; }
  table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .875rem; line-height: 1.4; }
  th, td { padding: 5px 10px; text-align: left; vertical-align: top; }
  th { border-bottom: 2px solid var(--soft); vertical-align: bottom; font-weight: 600; }
  td { border-bottom: 1px solid var(--line); white-space: pre-line; }
  tbody tr:nth-child(even) { background: var(--zebra); }
  .totals td { border-top: 2px solid var(--soft); font-weight: 600; }
  .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .p { white-space: nowrap; }
  .rows th { white-space: nowrap; }
  .rows td { min-width: 4em; }
  .rows .n, .rows .p { min-width: 0; }
  .empty { text-align: center; color: var(--soft); padding: 24px; }
  .note { margin: 4px 0; color: var(--soft); font-size: .8125rem; }
  @media screen and (max-width: 480px) {
    main { padding: 18px 16px 32px; }
    .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
    th, td { padding: 5px 7px; }
  }
  @page { size: A4; margin: 14mm 12mm 16mm;
    @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
  @page wide { size: A4 landscape; }
  @media print {
    body { font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    main { max-width: none; padding: 0; }
    h1 { font-size: 16pt; } h2 { font-size: 12pt; }
    h1, h2, figcaption, dl { break-after: avoid; }
    figure, tr, .tiles li { break-inside: avoid; }
    figure { margin: 8pt 0 12pt; }
    svg.wide { max-width: 170mm; }
    .tiles { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6pt; }
    .tiles li { padding: 5pt 7pt; }
    .rows { overflow: visible; margin: 8pt 0; }
    section.wide, .rows.wide { page: wide; }
    table { font-size: 8.5pt; }
    .wide table { font-size: 7.5pt; }
    thead { display: table-header-group; }
    th, td { padding: 2.5pt 5pt; overflow-wrap: break-word; }
    .n { overflow-wrap: normal; }
    .p, .rows th { white-space: normal; }
    .rows td { min-width: 0; }
  }
  """
