"use strict";
// Draws the charts of a run into their places, with one cursor for all of them and the lanes.
// Without this script the page shows them as pictures (static_chart.cpp), and the figures as tables.
(function () {
  document.documentElement.classList.add("js");
  let data, timeline, lanes, cursor, now;
  let charts = [];
  let row = -1;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function clock(seconds) {
    const whole = Math.round(Math.abs(seconds));
    const two = (n) => String(n).padStart(2, "0");
    const text = whole < 3600
      ? Math.floor(whole / 60) + ":" + two(whole % 60)
      : Math.floor(whole / 3600) + ":" + two(Math.floor(whole / 60) % 60) + ":" + two(whole % 60);
    return (seconds < -0.5 ? "−" : "") + text;
  }

  function timeTicks(begin, end, pixels) {
    const most = Math.max(2, Math.floor(pixels / 70));
    const steps = [1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400];
    const step = steps.find((s) => (end - begin) / s <= most) || 604800;
    const ticks = [];
    for (let at = Math.ceil(begin / step) * step; at <= end; at += step) {
      ticks.push({ v: at, label: clock(at) });
    }
    return ticks;
  }

  function shade(context, area, chart) {
    const x = (at) => chart.toDomXCoord(at);
    context.fillStyle = colour("--fault-shade");
    for (const [from, to] of data.faults) context.fillRect(x(from), area.y, x(to) - x(from), area.h);
    context.strokeStyle = colour("--muted");
    context.setLineDash([3, 3]);
    for (const [from] of data.phases.slice(1)) line(context, x(from), area);
    context.setLineDash([]);
    context.strokeStyle = colour("--page-line");
    for (const at of data.pages) line(context, x(at), area);
  }

  function line(context, x, area) {
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, area.y);
    context.lineTo(Math.round(x) + 0.5, area.y + area.h);
    context.stroke();
  }

  // What happens at a moment besides the series; said aloud only when keys move the cursor.
  function moment(at) {
    const states = data.states.filter(([from, to]) => from <= at && at < to).map((s) => s[2]);
    return "At " + clock(at) + ": " + (states.join(", ") || "–");
  }

  function show(next) {
    row = Math.max(0, Math.min(data.at.length - 1, next));
    const at = data.at[row];
    for (const chart of charts) chart.graph.setSelection(row);
    for (const chart of charts) chart.read(row);
    cursor.hidden = false;
    cursor.style.left = charts[0].graph.toDomXCoord(at) + "px";
    now.textContent = moment(at);
  }

  function hide() {
    row = -1;
    for (const chart of charts) { chart.graph.clearSelection(); chart.read(-1); }
    cursor.hidden = true;
    now.textContent = "";
  }

  function nearest(at) {
    let best = 0;
    data.at.forEach((t, i) => { if (Math.abs(t - at) < Math.abs(data.at[best] - at)) best = i; });
    return best;
  }

  function readout(figure, series, colours, unit) {
    const box = figure.querySelector(".readout");
    box.replaceChildren();
    const values = series.map((one, i) => {
      const entry = document.createElement("span");
      const swatch = document.createElement("i");
      swatch.style.background = colours[i];
      const value = document.createElement("b");
      entry.append(swatch, one.name, " ", value);
      box.append(entry);
      return value;
    });
    return (at) => values.forEach((value, i) => {
      const shown = at < 0 ? null : series[i].values[at];
      value.textContent = shown === null ? "" : shown.toLocaleString("en") + unit;
    });
  }

  function draw(id, series, colours, unit, options) {
    const figure = document.getElementById(id);
    if (!figure || series.length === 0) { if (figure) figure.remove(); return; }
    const plot = figure.querySelector(".plot");
    const rows = data.at.map((at, i) => [at].concat(series.map((one) => one.values[i])));
    const graph = new Dygraph(plot, rows, Object.assign({
      labels: ["time"].concat(series.map((one, i) => i + " " + one.name)),
      colors: colours,
      dateWindow: [data.begin, data.end],
      legend: "never",
      strokeWidth: 1.6,
      highlightCircleSize: 3.5,
      rightGap: 8,
      gridLineColor: colour("--grid"),
      axisLineColor: colour("--line"),
      interactionModel: {},
      underlayCallback: shade,
      highlightCallback: (event, x, points, index) => { if (index !== row) show(index); },
      unhighlightCallback: hide,
      axes: {
        x: { ticker: (a, b, pixels) => timeTicks(a, b, pixels), pixelsPerLabel: 60 },
        y: { axisLabelWidth: 44, axisLabelFormatter: (v) => v.toLocaleString("en") },
      },
    }, options));
    charts.push({ graph, read: readout(figure, series, colours, unit) });
    if (!plot.dataset.keys) {
      plot.dataset.keys = "yes";
      plot.tabIndex = 0;
      plot.setAttribute("role", "group");
      plot.setAttribute("aria-label", figure.querySelector("figcaption").textContent +
        ": left and right arrow keys read the values; the same figures stand in the tables below");
      plot.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
        if (event.key === "Escape") return hide();
        if (event.key === "Home") show(0);
        else if (event.key === "End") show(data.at.length - 1);
        else if (step) show(row < 0 ? data.at.findIndex((at) => at > 0) : row + step);
        else return;
        event.preventDefault();
      });
      plot.addEventListener("blur", hide);
    }
  }

  // Room above and below, so that no line lies on the frame. A run that has just begun has no value
  // yet, and a log scale no range without one.
  function logRange(series) {
    const values = series.flatMap((one) => one.values).filter((v) => v !== null);
    if (values.length === 0) return [1, 1000];
    return [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
  }

  function drawAll() {
    for (const chart of charts) chart.graph.destroy();
    charts = [];
    const palette = [...Array(9).keys()].map((i) => colour("--c" + i));
    const several = (series) => series.map((one, i) => palette[i % palette.length]);
    // The outcomes lie upon each other, the good ones above what failed.
    const outcomes = data.outcomes.slice().reverse();
    const bad = palette.slice(1);
    draw("chart-outcomes", outcomes,
      outcomes.map((one) => one.name === "ok" ? palette[0] : bad.shift() || palette[6]), "",
      { stackedGraph: true, fillAlpha: 0.55, strokeWidth: 1, includeZero: true });
    draw("chart-shares", data.shares, several(data.shares), " %", { valueRange: [0, 100.01] });
    draw("chart-waits", data.waits, ["--c0", "--c4", "--c2", "--c1"].map(colour), " ms",
      { logscale: true, valueRange: logRange(data.waits) });
    for (const chart of charts) chart.read(-1);
    fit();
  }

  // The lanes get the sides of the charts' plot area, so that one moment is one place.
  function fit() {
    if (charts.length === 0) return;
    const area = charts[0].graph.getArea();
    timeline.style.setProperty("--plot-left", area.x + "px");
    timeline.style.setProperty("--plot-right", lanes.clientWidth - area.x - area.w + "px");
  }

  // Makes what the document holds now come alive.
  function attach() {
    const element = document.getElementById("chart-data");
    for (const details of document.querySelectorAll("details.figures")) details.open = !element;
    charts = [];
    row = -1;
    if (!element) return;
    data = JSON.parse(element.textContent);
    timeline = document.getElementById("timeline");
    lanes = timeline.querySelector(".lanes");
    cursor = timeline.querySelector(".cursor");
    now = timeline.querySelector(".now");
    drawAll();
    lanes.addEventListener("pointermove", (event) => {
      if (charts.length === 0) return;
      const x = event.clientX - lanes.getBoundingClientRect().left;
      show(nearest(charts[0].graph.toDataXCoord(x)));
    });
    lanes.addEventListener("pointerleave", hide);
  }

  function detach() {
    for (const chart of charts) chart.graph.destroy();
    charts = [];
  }

  attach();
  window.misfirePage = { attach, detach };  // for follow.js
  window.addEventListener("resize", () => requestAnimationFrame(fit));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (charts.length > 0) drawAll();
  });
  // On paper nothing can be opened.
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
})();
