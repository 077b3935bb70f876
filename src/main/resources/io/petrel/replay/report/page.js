"use strict";
// Draws the charts of an incident when it is opened, and filters the list. Texts go in as text only.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue("--" + name).trim();
  const lines = () => [colour("minor"), colour("moderate"), colour("good")];
  const two = n => String(n).padStart(2, "0");
  const utc = s => new Date(s * 1000);
  const clock = s => { const d = utc(s); return two(d.getUTCHours()) + ":" + two(d.getUTCMinutes()); };
  const stamp = s => utc(s).toISOString().slice(0, 16).replace("T", " ");
  const element = (name, className, text) => {
    const e = document.createElement(name);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  };

  // Times come as differences; undo that once for each station.
  for (const station of Object.values(data.stations)) {
    let t = 0;
    station.times = station.times.map(d => (t += d));
  }

  // The rows of some stations in a stretch of time, on one axis.
  function table(incident, field) {
    const times = new Set();
    const maps = incident.stations.map(id => {
      const station = data.stations[id];
      const map = new Map();
      const values = station && station.values && station.values[field];
      if (values) station.times.forEach((t, i) => {
        if (t >= incident.from && t <= incident.to) { map.set(t, values[i]); times.add(t); }
      });
      return map;
    });
    const axis = [...times].sort((a, b) => a - b);
    return [axis, ...maps.map(map => axis.map(t => map.has(t) ? map.get(t) : undefined))];
  }

  const moments = incident => {
    const list = [];
    incident.steps.forEach(step => step.times.forEach((t, i) => {
      // Of a step that repeats, the first and the last.
      if (i === 0 || i === step.times.length - 1) list.push({t, name: step.name});
    }));
    return list.sort((a, b) => a.t - b.t);
  };

  function marks(incident, first) {
    return u => {
      const ctx = u.ctx, ratio = uPlot.pxRatio, box = u.bbox;
      const x = t => Math.min(Math.max(u.valToPos(t, "x", true), box.left), box.left + box.width);
      ctx.save();
      ctx.textAlign = "left"; ctx.textBaseline = "alphabetic";
      ctx.font = `${12 * ratio}px system-ui, sans-serif`;
      const upright = (t, ink, dash, width) => {
        ctx.strokeStyle = ink; ctx.lineWidth = width * ratio; ctx.setLineDash(dash.map(d => d * ratio));
        ctx.beginPath(); ctx.moveTo(x(t), box.top); ctx.lineTo(x(t), box.top + box.height); ctx.stroke();
      };
      if (incident.was) {
        upright(incident.was.told, colour("was"), [2, 4], 2);
        if (incident.was.ended) upright(incident.was.ended, colour("was"), [2, 4], 2);
      }
      upright(incident.told, colour(incident.severity) || colour("unknown"), [], 2);
      if (incident.ended) upright(incident.ended, colour("good"), [], 2);
      let free = [-1e9, -1e9, -1e9];
      for (const {t, name} of moments(incident)) {
        upright(t, colour("quiet"), [5, 4], 1);
        if (!first) continue;
        // The highest row that has room; what has none stays a line.
        const w = ctx.measureText(name).width;
        const left = Math.min(x(t) + 3 * ratio, box.left + box.width - w);
        const row = free.findIndex(end => left > end + 6 * ratio);
        if (row < 0) continue;
        free[row] = left + w;
        ctx.fillStyle = colour("card"); ctx.globalAlpha = .8;
        ctx.fillRect(left - 2 * ratio, box.top + (2 + row * 15) * ratio, w + 4 * ratio, 15 * ratio);
        ctx.globalAlpha = 1; ctx.fillStyle = colour("ink");
        ctx.fillText(name, left, box.top + (14 + row * 15) * ratio);
      }
      ctx.restore();
    };
  }

  function band(incident) {
    return u => {
      const from = Math.max(u.valToPos(incident.told, "x", true), u.bbox.left);
      const end = incident.ended === undefined ? incident.to : incident.ended;
      const to = Math.min(u.valToPos(end, "x", true), u.bbox.left + u.bbox.width);
      u.ctx.save();
      u.ctx.fillStyle = colour("band");
      u.ctx.fillRect(from, u.bbox.top, Math.max(0, to - from), u.bbox.height);
      u.ctx.restore();
    };
  }

  function words(incident, field, rows) {
    const about = data.fields[field];
    const parts = incident.stations.map((id, i) => {
      const seen = rows[0].map((t, j) => [t, rows[i + 1][j]]).filter(([, v]) => v !== null && v !== undefined);
      if (!seen.length) return name(id) + ": no values";
      const by = seen.map(([, v]) => v);
      const low = seen[by.indexOf(Math.min(...by))], high = seen[by.indexOf(Math.max(...by))];
      return `${name(id)}: lowest ${low[1]} at ${stamp(low[0])}, highest ${high[1]} at ${stamp(high[0])}`;
    });
    return `Chart of ${about.label}${about.unit ? " in " + about.unit : ""}. ${parts.join(". ")}. `
      + moments(incident).map(m => `Step ${m.name} at ${stamp(m.t)}`).join(", ");
  }

  const name = id => (data.stations[id] && data.stations[id].name) || id;

  function panel(incident, field, first, box) {
    const rows = table(incident, field), about = data.fields[field], ink = lines();
    const title = element("h4", "", about.label + (about.unit ? ", " + about.unit : ""));
    const reading = element("span", "", "");
    title.append(reading);
    const holder = element("div");
    holder.setAttribute("role", "img");
    holder.setAttribute("aria-label", words(incident, field, rows));
    box.append(title, holder);
    const axis = {stroke: colour("quiet"), grid: {stroke: colour("line"), width: 1}, ticks: {stroke: colour("line"), width: 1}, font: "12px system-ui, sans-serif"};
    return new uPlot({
      width: Math.max(220, box.clientWidth),
      height: 200,
      tzDate: s => uPlot.tzDate(utc(s), "Etc/UTC"),
      legend: {show: false},
      cursor: {sync: {key: "incident"}, y: false, drag: {x: true, y: false}},
      scales: {
        x: {time: true, range: (u, low, high) => low === high || low === null ? [incident.from, incident.to] : [low, high]},
        y: {range: field === "wind_direction_deg" ? [0, 360] : (u, low, high) => uPlot.rangeNum(low, high, 0.15, true)},
      },
      axes: [
        {...axis, space: 70, values: (u, ts) => ts.map((t, i) => i === 0 || clock(t) === "00:00" ? clock(t) + "\n" + stamp(t).slice(5, 10) : clock(t))},
        {...axis, size: 56, space: 26},
      ],
      series: [{}, ...incident.stations.map((id, i) => ({
        label: name(id), stroke: ink[i], width: 2,
        paths: field === "wind_direction_deg" ? () => null : undefined,
        points: {show: true, size: rows[0].length > 150 ? 3 : 5, fill: ink[i]},
      }))],
      hooks: {
        drawClear: [band(incident)],
        draw: [marks(incident, first)],
        setCursor: [u => {
          const i = u.cursor.idx;
          reading.textContent = i === null || i === undefined ? "" : stamp(u.data[0][i]) + "  " + incident.stations
            .map((id, s) => { const v = u.data[s + 1][i]; return (incident.stations.length > 1 ? name(id) + " " : "") + (v === null || v === undefined ? "missing" : v); })
            .join("  ");
        }],
      },
    }, rows, holder);
  }

  const drawn = new Map();

  function draw(box) {
    const incident = data.incidents[box.dataset.episode - 1];
    (drawn.get(box) || []).forEach(u => u.destroy());
    box.textContent = "";
    if (!incident.fields.length) {
      box.append(element("p", "quiet", "The stations report nothing that this chart can show."));
      drawn.set(box, []);
      return;
    }
    const key = element("p", "chartkey");
    const entry = (ink, text, border) => {
      const sample = element("i", "key");
      if (border) { sample.style.borderLeft = border; sample.style.width = "4px"; } else sample.style.background = ink;
      const item = element("span");
      item.append(sample, text);
      key.append(item);
    };
    entry(colour("band"), "incident");
    entry("", "first alert", "3px solid " + (colour(incident.severity) || colour("unknown")));
    if (incident.ended !== undefined) entry("", "over", "3px solid " + colour("good"));
    if (moments(incident).length) entry("", "step", "2px dashed " + colour("quiet"));
    if (incident.was) entry("", "before the change", "3px dotted " + colour("was"));
    if (incident.stations.length > 1) incident.stations.forEach((id, i) => entry(lines()[i], name(id)));
    box.append(key);
    drawn.set(box, incident.fields.map((field, i) => panel(incident, field, i === 0, box)));
  }

  const open = details => {
    const box = details.querySelector(".charts");
    if (!drawn.has(box)) draw(box);
  };
  document.querySelectorAll(".episodes details").forEach(details =>
    details.addEventListener("toggle", () => details.open && open(details)));
  document.querySelectorAll(".episodes details[open]").forEach(open);

  const redraw = () => { for (const box of drawn.keys()) draw(box); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(redraw, 200); });
  addEventListener("beforeprint", redraw);

  // A link to an incident opens it.
  const follow = () => {
    const target = /^#i\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (target) { target.closest("li").hidden = false; target.open = true; open(target); target.scrollIntoView(); }
  };
  addEventListener("hashchange", follow);
  follow();

  const form = document.querySelector(".filter");
  if (form) {
    const order = ["unknown", "minor", "moderate", "severe", "extreme"];
    const items = [...document.querySelectorAll(".episodes > li")];
    const value = id => document.getElementById(id).value;
    const filter = () => {
      const rule = value("f-rule"), station = value("f-station"), least = order.indexOf(value("f-severity"));
      let shown = 0;
      for (const item of items) {
        const fits = (!rule || item.dataset.rule === rule)
          && (!station || item.dataset.stations.split("\n").includes(station))
          && order.indexOf(item.dataset.severity) >= least;
        item.hidden = !fits;
        shown += fits;
      }
      document.getElementById("f-count").textContent = `${shown} of ${items.length} shown`;
    };
    form.hidden = false;
    form.addEventListener("change", filter);
    form.addEventListener("submit", event => event.preventDefault());
    filter();
  }
})();
