import { expect, test } from "vitest";
import { INKS } from "./painter";
import { type Palette, SvgPainter } from "./svg-painter";

const palette = Object.fromEntries(INKS.map((ink) => [ink, "#123456"])) as unknown as Palette;
const BOX = { x: 1, y: 2, width: 30, height: 10 };

test("a drawing becomes a file with its size, its title and the colours of the theme", () => {
  const painter = new SvgPainter(palette);
  painter.fill(BOX, "failed", 0.5, 2);
  painter.hatch(BOX, "waiting");
  painter.within(BOX, () => painter.line(0, 0, 5, 5, { ink: "line", dash: 2 }));
  const file = painter.toString(100, 50, "Timeline of audit");
  expect(file).toContain('width="100" height="50"');
  expect(file).toContain("<title>Timeline of audit</title>");
  expect(file).toContain(
    '<rect x="1" y="2" width="30" height="10" rx="2" fill="#123456" fill-opacity="0.5"/>',
  );
  expect(file).toContain('fill="url(#hatch-123456)"');
  expect(file).toContain('<g clip-path="url(#clip-1)">');
  expect(file).not.toContain("var(");
});

test("a drawing that is too large for one look begins smaller, and loses nothing", () => {
  const file = new SvgPainter(palette).toString(1_000, 400, "x", 0.5);
  expect(file).toContain('width="500" height="200" viewBox="0 0 1000 400"');
});

test("names cannot break out of the file, and signs that XML cannot hold are left out", () => {
  const painter = new SvgPainter(palette);
  painter.text(0, 0, '<script>"a" & \u0001b</script>', { ink: "ink" });
  expect(painter.toString(1, 1, "x")).toContain("&lt;script&gt;&quot;a&quot; &amp; b&lt;/script&gt;");
});

test("text that is too wide is cut, and left out where nothing of it fits", () => {
  const painter = new SvgPainter(palette);
  painter.text(0, 0, "a rather long name", { ink: "ink", max: 50 });
  painter.text(0, 0, "unseen", { ink: "ink", max: 6 });
  const file = painter.toString(1, 1, "x");
  expect(file).toMatch(/>a rather?…</);
  expect(file).not.toContain("unseen");
});
