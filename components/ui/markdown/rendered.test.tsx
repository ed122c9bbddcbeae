import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import Rendered from "./rendered";

const markup = (text: string) => renderToStaticMarkup(<Rendered text={text} />);

it("HTML of a text stays text", () => {
  expect(markup("<b onclick=x()>a</b><script>y()</script>")).not.toMatch(/<(b|script)/);
});

it("no link leads to what would run, and nothing is loaded from elsewhere", () => {
  expect(markup("[a](javascript:alert(1)) [b](data:text/html,x)")).not.toMatch(/javascript:|data:/);
  expect(markup("![seen](https://elsewhere.test/pixel.png)")).not.toContain("elsewhere.test");
});

it("a link without an address that may be followed is text", () => {
  expect(
    markup("[a](javascript:alert(1)) [b]( javascript:x) [c](data:text/html,x) [d]() [e](vbscript:x)"),
  ).not.toContain("<a");
  expect(markup("see [a](javascript:x) there")).toContain("see <span>a</span> there");
});

it("a link to another site tells it nothing of this one", () => {
  expect(markup("[a](https://x.test) [b](//x.test)").match(/noopener noreferrer/g)).toHaveLength(2);
  expect(markup("[a](/runs)")).toContain('href="/runs"');
});

it("headings are none of the page's", () => {
  expect(markup("# a\n\n#### b")).not.toMatch(/<h\d/);
});
