// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the page do? It draws the panels with plotly.js, tells a cell's numbers on hover, and on a click shows its
// series and the evidence of its verdict.

extension DiagramPage {
  /// The script of the page; it reads the data beside it and nothing else.
  static let script = #"""
    "use strict";
    (() => {
      const data = JSON.parse(document.getElementById("data").textContent);
      for (const cell of data.cells) {
        cell.place = cell.at.map((value, axis) => `${data.signs[axis]} = ${+value.toPrecision(6)}`).join(", ");
        Object.assign(cell, data.designs[cell.design]);
      }
      const places = Object.fromEntries([...data.letters].map((letter, place) => [letter, place]));
      // Values of a series: two letters each, heights between its least and its greatest value.
      const heights = (series, text) => Array.from({ length: text.length / 2 }, (_, place) => {
        const height = 64 * places[text[2 * place]] + places[text[2 * place + 1]];
        return height === data.heights ? null : series.from + (series.to - series.from) * height / (data.heights - 1);
      });
      const byId = (id) => document.getElementById(id);
      const colors = { together: "#d55e00", unlinked: "#0072b2", alone: "#009e73" };
      const overlayColors = ["#d55e00", "#cc79a7", "#e69f00"];
      const escape = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
      const add = (parent, tag, text, name) => {
        const element = document.createElement(tag);
        if (text !== undefined) element.textContent = text;
        if (name) element.className = name;
        parent.appendChild(element);
        return element;
      };
      const short = (value) => value === null || value === undefined ? "none" : String(+value.toPrecision(4));
      const range = (interval) => !interval ? "none"
        : interval[1] === null ? short(interval[0])
        : `${short(interval[0])} [${short(interval[1])}, ${short(interval[2])}]`;
      const verdict = (cell) => !cell.verdict ? null
        : cell.stands === false ? `${cell.verdict}, does not stand when false discoveries are controlled` : cell.verdict;

      const hover = (cell) => {
        const lines = [`<b>${escape(cell.place)}</b>`];
        if (cell.failure) lines.push(`failed: ${escape(cell.failure.slice(0, 80))}`);
        if (cell.together) lines.push(`together ${range(cell.together)}`);
        if (cell.unlinked) lines.push(`unlinked ${range(cell.unlinked)}`);
        if (cell.alone) lines.push(`alone ${range(cell.alone)}`);
        if (cell.verdict) lines.push(`<b>${cell.verdict}</b>${cell.stands === false ? " (does not stand)" : ""}${cell.bistable ? ", bistable" : ""}`);
        if (cell.replicates) lines.push(`${cell.replicates} replicates on ${cell.networks} networks`);
        return lines.join("<br>");
      };

      const font = { family: '"DejaVu Sans", Verdana, sans-serif', size: 14, color: "#1b1b1b" };
      const config = { displaylogo: false, responsive: true, doubleClick: "reset", modeBarButtonsToRemove: ["select2d", "lasso2d"] };
      const isMap = data.axes.length === 2;
      const columns = data.columns;
      const rows = Math.ceil(data.panels.length / columns);
      const hasTitles = data.panels.length > 1;
      const traces = [];
      const layout = {
        font, margin: { l: 78, r: isMap ? 110 : 24, t: hasTitles ? 58 : 38, b: 62 }, showlegend: false, hovermode: "closest",
        height: Math.max(460, rows * (columns === 1 ? 500 : 250) + 90), annotations: [], shapes: [],
        paper_bgcolor: "#fff", plot_bgcolor: "#fff", hoverlabel: { align: "left", font: { family: font.family, size: 13 } },
      };
      const extent = (axis) => axis.isLogarithmic ? axis.ends.map(Math.log10) : axis.ends;
      const kind = (axis) => axis.isLogarithmic ? "log" : "linear";
      const gap = { x: columns === 1 ? 0 : 0.035, y: rows === 1 ? 0 : 46 / (layout.height - 120) };
      const size = { x: (1 - gap.x * (columns - 1)) / columns, y: (1 - gap.y * (rows - 1)) / rows };
      const valueAxis = { title: data.measure, isLogarithmic: false, ends: data.range };

      data.panels.forEach((panel, index) => {
        const suffix = index === 0 ? "" : String(index + 1);
        const [column, row] = [index % columns, Math.floor(index / columns)];
        const [left, top] = [column * (size.x + gap.x), 1 - row * (size.y + gap.y)];
        const up = isMap ? data.axes[1] : valueAxis;
        const common = { showline: true, mirror: true, linecolor: "#333", ticks: "outside", ticklen: 4, tickcolor: "#333",
          zeroline: false, showgrid: !isMap, gridcolor: "#e6e6e6", automargin: false };
        layout["xaxis" + suffix] = { ...common, domain: [left, left + size.x], anchor: "y" + suffix, type: kind(data.axes[0]),
          range: extent(data.axes[0]), showticklabels: index + columns >= data.panels.length, nticks: columns > 1 ? 5 : 10 };
        const reach = isMap ? extent(up) : [up.ends[0] - 0.02 * (up.ends[1] - up.ends[0]), up.ends[1] + 0.02 * (up.ends[1] - up.ends[0])];
        layout["yaxis" + suffix] = { ...common, domain: [top - size.y, top], anchor: "x" + suffix, type: kind(up),
          range: reach, showticklabels: column === 0, nticks: rows > 1 ? 6 : 9 };
        const on = { xaxis: "x" + suffix, yaxis: "y" + suffix };
        if (hasTitles) layout.annotations.push({ text: escape(panel.title), xref: "paper", yref: "paper", x: left + size.x / 2, y: top,
          yanchor: "bottom", yshift: 3, showarrow: false, font: { size: 14 } });
        const line = (path, width, color, more) => {
          if (path && path.x.length) traces.push({ type: "scatter", mode: "lines", ...on, x: path.x, y: path.y,
            line: { width, color, ...(more || {}) }, hoverinfo: "skip" });
        };
        if (isMap) drawMap(panel, on, line, suffix); else drawCurve(panel, on, line, suffix);
        panel.overlays.forEach((overlay, number) => line(overlay.path, 2.6, overlayColors[number % 3], { dash: "dash" }));
      });

      function drawMap(panel, on, line, suffix) {
        if (!panel.owners) return;
        const cells = panel.owners.map((row) => row.map((owner) => data.cells[owner]));
        traces.push({ type: "heatmap", ...on, x: panel.x, y: panel.y, z: cells.map((row) => row.map((cell) => cell.together ? cell.together[0] : null)),
          customdata: panel.owners, text: cells.map((row) => row.map(hover)), hoverinfo: "text", hoverongaps: true, coloraxis: "coloraxis", zsmooth: false });
        line(panel.borders, 1.6, "rgba(0,0,0,0.35)");
        line(panel.borders, 0.8, "rgba(255,255,255,0.6)");
        line(panel.hatching, 2, "rgba(0,0,0,0.55)");
        line(panel.hatching, 0.9, "#fff");
        panel.band.forEach((polygon) => traces.push({ type: "scatter", mode: "lines", ...on, x: polygon.x, y: polygon.y, fill: "toself",
          fillcolor: "rgba(255,255,255,0.55)", line: { width: 0 }, hoverinfo: "skip" }));
        line(panel.edges, 1, "#505050");
        line(panel.boundary, 5, "#fff");
        line(panel.boundary, 2.4, "#000");
        const mark = (size, color, width) => traces.push({ type: "scatter", mode: "markers", ...on, x: panel.undecided.x, y: panel.undecided.y,
          hoverinfo: "skip", marker: { symbol: "x-thin", size, line: { color, width } } });
        mark(columns > 1 ? 7 : 9, "#fff", 3.4);
        mark(columns > 1 ? 6 : 8, "#000", 1.6);
        panel.labels.forEach((label) => layout.annotations.push({ text: label.text, xref: on.xaxis, yref: on.yaxis,
          x: data.axes[0].isLogarithmic ? Math.log10(label.x) : label.x, y: data.axes[1].isLogarithmic ? Math.log10(label.y) : label.y,
          showarrow: false, bgcolor: "rgba(255,255,255,0.75)", borderpad: 2, font: { size: (columns > 1 ? 12 : 15) * label.scale }, captureevents: false }));
      }

      function drawCurve(panel, on, line, suffix) {
        const cells = panel.cells.map((index) => [index, data.cells[index]]);
        for (const condition of ["alone", "unlinked", "together"]) {
          const known = cells.filter(([, cell]) => cell[condition]);
          if (!known.length) continue;
          const x = known.map(([, cell]) => cell.at[0]);
          const bounded = known.filter(([, cell]) => cell[condition][1] !== null);
          traces.push({ type: "scatter", mode: "lines", ...on, fill: "toself", fillcolor: colors[condition] + "40", line: { width: 0 }, hoverinfo: "skip",
            x: bounded.map(([, cell]) => cell.at[0]).concat(bounded.map(([, cell]) => cell.at[0]).reverse()),
            y: bounded.map(([, cell]) => cell[condition][1]).concat(bounded.map(([, cell]) => cell[condition][2]).reverse()) });
          traces.push({ type: "scatter", mode: "lines+markers", ...on, x, y: known.map(([, cell]) => cell[condition][0]), customdata: known.map(([index]) => index),
            text: known.map(([, cell]) => hover(cell)), hoverinfo: "text", line: { color: colors[condition], width: 2.4 }, marker: { size: 7 } });
        }
        if (data.limit !== null) layout.shapes.push({ type: "line", xref: on.xaxis + " domain", yref: on.yaxis, x0: 0, x1: 1, y0: data.limit, y1: data.limit,
          line: { color: "#333", width: 1.4, dash: "dash" } });
        for (const [value, low, high] of panel.crossings) {
          if (low !== null && high !== null) layout.shapes.push({ type: "rect", xref: on.xaxis, yref: on.yaxis + " domain", x0: low, x1: high, y0: 0, y1: 1,
            fillcolor: "rgba(0,0,0,0.12)", line: { width: 0 }, layer: "below" });
          layout.shapes.push({ type: "line", xref: on.xaxis, yref: on.yaxis + " domain", x0: value, x1: value, y0: 0, y1: 1, line: { color: "#000", width: 1.8 } });
        }
      }

      const outside = (text, x, y, more) => layout.annotations.push({ text: escape(text), xref: "paper", yref: "paper", x, y, showarrow: false, font: { size: 15 }, ...more });
      outside(data.axes[0].title, 0.5, 0, { yanchor: "top", yshift: -30 });
      outside(isMap ? data.axes[1].title : data.measure, 0, 0.5, { xanchor: "center", xshift: -58, textangle: -90 });
      if (isMap) {
        layout.coloraxis = { cmin: data.range[0], cmax: data.range[1], colorscale: "Viridis",
          colorbar: { x: 1.03, xpad: 0, y: 0.5, ypad: 0, len: 1, thickness: 18, outlinewidth: 1, ticks: "outside", ticklen: 4, tickfont: { size: 13 },
            title: { text: escape(data.measure), side: "right", font: { size: 15 } } } };
        if (data.limit !== null && data.limit >= data.range[0] && data.limit <= data.range[1]) {
          outside("▶", 1.03, (data.limit - data.range[0]) / (data.range[1] - data.range[0]), { xanchor: "right", font: { size: 13 }, xshift: 3 });
        }
      }

      byId("title").textContent = data.title;
      byId("subtitle").textContent = data.measure === data.name ? data.name : `${data.measure} (${data.name})`;
      for (const note of data.notes) add(byId("notes"), "li", note);
      for (const [name, text] of data.provenance) { add(byId("provenance"), "dt", name); add(byId("provenance"), "dd", text); }
      const legend = (drawing, text) => {
        const item = add(byId("legend"), "li");
        const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        svg.setAttribute("width", "28"); svg.setAttribute("height", "16");
        for (const [tag, attributes] of drawing) {
          const shape = document.createElementNS("http://www.w3.org/2000/svg", tag);
          for (const name in attributes) shape.setAttribute(name, attributes[name]);
          svg.appendChild(shape);
        }
        item.appendChild(svg);
        item.appendChild(document.createTextNode(text));
      };
      const stroke = (color, width, dash) => ["line", { x1: 1, y1: 8, x2: 27, y2: 8, stroke: color, "stroke-width": width, ...(dash ? { "stroke-dasharray": dash } : {}) }];
      const has = (test) => data.panels.some(test);
      if (isMap) {
        if (has((panel) => panel.boundary.x.length)) legend([stroke("#000", 2.4)], data.boundaryName);
        if (has((panel) => panel.band.length || panel.edges.x.length)) legend([["rect", { x: 1, y: 2, width: 26, height: 12, fill: "#c8c8c8", stroke: "#505050" }]], "its 95 % band");
        if (has((panel) => panel.hatching && panel.hatching.x.length)) legend([["rect", { x: 1, y: 2, width: 26, height: 12, fill: "#808080" }],
          ...[3, 11, 19].map((x) => ["line", { x1: x, y1: 14, x2: x + 8, y2: 2, stroke: "#fff", "stroke-width": 1.4 }])], "bistable");
        if (has((panel) => panel.undecided && panel.undecided.x.length)) legend([["path", { d: "M10 4l8 8M10 12l8-8", stroke: "#000", "stroke-width": 1.8 }]], "undecided");
        if (data.limit !== null) legend([["path", { d: "M9 3l10 5l-10 5z" }]], `limit ${short(data.limit)}`);
      } else {
        for (const condition of ["together", "unlinked", "alone"]) {
          if (data.cells.some((cell) => cell[condition])) legend([["rect", { x: 1, y: 3, width: 26, height: 10, fill: colors[condition] + "40" }], stroke(colors[condition], 2.4)],
            data.isHarm ? `${condition}, with its 95 % interval` : "mean with its 95 % interval");
        }
        if (data.limit !== null) legend([stroke("#333", 1.4, "5 3")], `limit ${short(data.limit)}`);
        if (has((panel) => panel.crossings.length)) legend([["rect", { x: 6, y: 0, width: 16, height: 16, fill: "#d9d9d9" }], ["line", { x1: 14, y1: 0, x2: 14, y2: 16, stroke: "#000", "stroke-width": 1.8 }]], `${data.boundaryName} with its 95 % band`);
      }
      const overlays = new Map(data.panels.flatMap((panel) => panel.overlays.map((overlay, number) => [overlay.title, number])));
      for (const [title, number] of overlays) legend([stroke(overlayColors[number % 3], 2.4, "6 3")], title);

      const detail = byId("detail");
      const show = (index) => {
        const cell = data.cells[index];
        detail.replaceChildren();
        detail.dataset.cell = index;
        add(detail, "h2", cell.place);
        if (cell.failure) add(detail, "p", `The cell failed: ${cell.failure}`);
        if (cell.verdict) add(detail, "p", verdict(cell) + (cell.bistable ? ", bistable" : ""), "verdict");
        const table = add(detail, "table");
        const head = add(add(table, "thead"), "tr");
        add(head, "th", data.name); add(head, "th", "mean"); add(head, "th", "95 % interval");
        const body = add(table, "tbody");
        for (const name of ["together", "unlinked", "alone", "difference"]) {
          const interval = cell[name];
          if (!interval) continue;
          const line = add(body, "tr");
          add(line, "td", name === "difference" ? "together less alone" : name);
          add(line, "td", short(interval[0]));
          add(line, "td", interval[1] === null ? "none" : `${short(interval[1])} to ${short(interval[2])}`);
        }
        if (cell.limit !== undefined && cell.limit !== null) add(detail, "p", `Limit ${short(cell.limit)}; ${cell.replicates} replicates on ${cell.networks} networks, ${cell.warmup} steps discarded.`);
        if (cell.series) {
          const chart = add(detail, "div"); chart.id = "series";
          const lines = [];
          for (const place of cell.series) {
            const series = data.series[place], x = data.steps[series.x], color = colors[series.condition];
            if (series.low) lines.push({ type: "scatter", mode: "lines", x: x.concat([...x].reverse()), y: heights(series, series.low).concat(heights(series, series.high).reverse()),
              fill: "toself", fillcolor: color + "33", line: { width: 0 }, hoverinfo: "skip", showlegend: false });
            lines.push({ type: "scatter", mode: "lines", x, y: heights(series, series.y), hovertemplate: "%{y:.4g}", name: series.condition, line: { color, width: 1.8 } });
          }
          const shapes = cell.limit === undefined || cell.limit === null ? [] : [{ type: "line", xref: "paper", x0: 0, x1: 1, y0: cell.limit, y1: cell.limit, line: { color: "#333", width: 1.2, dash: "dash" } }];
          Plotly.newPlot(chart, lines, { font: { ...font, size: 13 }, height: 280, margin: { l: 58, r: 10, t: 36, b: 48 }, shapes, hovermode: "x unified",
            legend: { orientation: "h", x: 0, y: 1.03, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" }, xaxis: { title: { text: "steps done" }, showline: true, mirror: true, zeroline: false },
            yaxis: { title: { text: escape(data.name) }, showline: true, mirror: true, zeroline: false } }, { ...config, displayModeBar: false });
          const shown = data.steps[data.series[cell.series[0]].x];
          add(detail, "p", `Drawn at ${shown.length} of ${shown[shown.length - 1]} steps, heights rounded to 1/${data.heights - 1} of the range of their series.`, "note");
        }
        if (cell.evidence) {
          add(detail, "h2", "What the verdict rests on");
          const list = add(detail, "ul");
          for (const place of cell.evidence) add(list, "li", data.sentences[place]);
        }
      };
      add(detail, "p", "Click a cell to see its series and what its verdict rests on.");
      Plotly.newPlot("plot", traces, layout, config).then((plot) => {
        plot.on("plotly_click", (event) => {
          const point = event.points.find((point) => point.customdata !== undefined);
          if (point) show(point.customdata);
        });
        document.body.dataset.state = "ready";
      });
    })();
    """#
}
