// A chart as PNG: its shapes drawn on a canvas as they look on the page. Nothing is fetched and nothing leaves it.
"use strict";

(() => {
  const scale = 2;
  const margin = 24;

  const shown = (chart) => [...chart.querySelectorAll(".drawing svg")].find((svg) => svg.getBoundingClientRect().width);

  const outline = (node) => {
    if (node instanceof SVGPathElement) return new Path2D(node.getAttribute("d"));
    const path = new Path2D();
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(node.getAttribute(name)) || 0);
    path.rect(x, y, width, height);
    return path;
  };

  const drawText = (pen, node, style) => {
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.textAlign = { middle: "center", end: "right" }[style.textAnchor] || "left";
    const [x, y] = [Number(node.getAttribute("x")), Number(node.getAttribute("y"))];
    if (style.stroke !== "none") pen.strokeText(node.textContent, x, y);
    pen.fillText(node.textContent, x, y);
  };

  const draw = (pen, node) => {
    const style = getComputedStyle(node);
    pen.save();
    const moved = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(node.closest("[transform]")?.getAttribute("transform") || "");
    if (moved) pen.translate(Number(moved[1]), Number(moved[2]));
    pen.fillStyle = style.fill;
    pen.strokeStyle = style.stroke;
    pen.lineWidth = parseFloat(style.strokeWidth) || 1;
    pen.lineJoin = "round";
    pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(parseFloat));
    if (node instanceof SVGTextElement) drawText(pen, node, style);
    else {
      const path = outline(node);
      pen.globalAlpha = Number(style.fillOpacity);
      if (style.fill !== "none") pen.fill(path, style.fillRule);
      pen.globalAlpha = Number(style.strokeOpacity);
      if (style.stroke !== "none") pen.stroke(path);
    }
    pen.restore();
  };

  const heading = (pen, chart, width) => {
    const [title, measure] = [chart.querySelector("h2"), chart.querySelector(".measure")];
    const style = getComputedStyle(title);
    pen.fillStyle = style.color;
    pen.font = `700 15px ${style.fontFamily}`;
    pen.fillText(title.textContent, 0, 15, width);
    pen.fillStyle = getComputedStyle(measure).color;
    pen.font = `12.5px ${style.fontFamily}`;
    pen.fillText(measure.textContent, 0, 36, width);
  };

  const picture = (chart) => {
    const svg = shown(chart);
    const { width, height } = svg.viewBox.baseVal;
    const canvas = document.createElement("canvas");
    canvas.width = (width + 2 * margin) * scale;
    canvas.height = (height + 54 + 2 * margin) * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.translate(margin, margin);
    heading(pen, chart, width);
    pen.translate(0, 54);
    for (const node of svg.querySelectorAll("rect, path, text")) draw(pen, node);
    return canvas;
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${name}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  for (const button of document.querySelectorAll("button.png")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const canvas = picture(button.closest(".chart"));
      canvas.toBlob((blob) => blob && save(blob, button.dataset.name), "image/png");
    });
  }
})();
