"use strict";
// Draws the trends of an index; the table below the chart says the same.
(function () {
  document.documentElement.classList.add("js");
  const element = document.getElementById("chart-data");
  if (!element) return;
  const data = JSON.parse(element.textContent);
  const figure = document.getElementById("chart-trends");
  const box = figure.querySelector(".readout");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const days = data.days.map((day) => Date.parse(day + "T00:00:00Z"));
  let graph = null;

  function clock(seconds) {
    return Math.floor(seconds / 60) + ":" + String(Math.round(seconds) % 60).padStart(2, "0");
  }

  function minutes(a, b) {
    const step = [15, 30, 60, 120, 300, 600, 1800, 3600, 7200].find((s) => (b - a) / s <= 6) || 14400;
    const ticks = [];
    for (let v = Math.ceil(a / step) * step; v <= b; v += step) ticks.push({ v, label: clock(v) });
    return ticks;
  }

  function draw() {
    if (graph) graph.destroy();
    const colours = data.series.map((one, i) => colour("--c" + (i % 9)));
    box.replaceChildren();
    const values = data.series.map((one, i) => {
      const entry = document.createElement("span");
      const swatch = document.createElement("i");
      swatch.style.background = colours[i];
      const value = document.createElement("b");
      entry.append(swatch, one.name, " ", value);
      box.append(entry);
      return value;
    });
    graph = new Dygraph(figure.querySelector(".plot"),
      days.map((day, i) => [day].concat(data.series.map((one) => one.values[i]))), {
        labels: ["day"].concat(data.series.map((one, i) => i + " " + one.name)),
        colors: colours,
        legend: "never",
        drawPoints: true,
        pointSize: 2.5,
        strokeWidth: 1.6,
        includeZero: true,
        connectSeparatedPoints: true,
        gridLineColor: colour("--grid"),
        axisLineColor: colour("--line"),
        interactionModel: {},
        rightGap: 20,
        xRangePad: 12,
        highlightCallback: (event, x, points, row) => values.forEach((value, i) => {
          const shown = data.series[i].values[row];
          value.textContent = (shown === null ? "–" : clock(shown)) + " on " + data.days[row].slice(5);
        }),
        unhighlightCallback: () => values.forEach((value) => { value.textContent = ""; }),
        axes: {
          x: {
            ticker: (a, b, pixels) => {
              const step = Math.ceil(days.length / Math.max(2, Math.floor(pixels / 60)));
              return days.map((v, i) => ({ v, label: data.days[i].slice(5) })).filter((t, i) => i % step === 0);
            },
          },
          y: { axisLabelWidth: 44, ticker: minutes },
        },
      });
  }

  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
