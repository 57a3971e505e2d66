// Opens pages in headless Chromium, light, dark and as on paper: `node check.mjs FOLDER-FOR-PICTURES PAGE...`
//
// A page fails where the browser complains, where it asks for anything from anywhere, where axe-core finds that
// somebody could not use it, or where it holds an element that a name smuggled in. Exit code 1 then, with every reason.

import { readFileSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [folder, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const looks = [
  { name: "light", scheme: "light", media: "screen" },
  { name: "dark", scheme: "dark", media: "screen" },
  { name: "print", scheme: "light", media: "print" },
];

mkdirSync(folder, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const complaints = [];
for (const path of pages) {
  for (const look of looks) {
    complaints.push(...(await lookAt(path, look)));
  }
}
await browser.close();
for (const complaint of complaints) {
  console.log(complaint);
}
console.log(`${pages.length * looks.length - new Set(complaints.map(place)).size} passed, ${new Set(complaints.map(place)).size} failed`);
process.exit(complaints.length === 0 ? 0 : 1);

function place(complaint) {
  return complaint.split(": ")[0];
}

async function lookAt(path, look) {
  const where = `${basename(path)} (${look.name})`;
  const complaints = [];
  const address = pathToFileURL(resolve(path)).href;
  const page = await browser.newPage();
  page.on("console", (message) => complaints.push(`${where}: console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`${where}: error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== address) {
      complaints.push(`${where}: it asks for ${request.url()}`);
    }
  });
  await page.setViewport({ width: 900, height: 1200 });
  await page.emulateMediaType(look.media);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: look.scheme }]);
  await page.goto(address, { waitUntil: "load" });
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if ((paper === "rgb(255, 255, 255)") !== (look.name !== "dark")) {
    complaints.push(`${where}: its ground is ${paper}`);
  }
  const foreign = await page.evaluate(() => document.querySelectorAll("script, iframe, img, link, object, a").length);
  if (foreign > 0) {
    complaints.push(`${where}: ${foreign} elements that no page of ours has`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) {
    complaints.push(`${where}: it is ${wide} pixels too wide`);
  }
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  for (const violation of violations) {
    complaints.push(`${where}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
  }
  await page.screenshot({ path: join(folder, `${basename(path, ".html")}-${look.name}.png`), fullPage: true });
  await page.close();
  return complaints;
}
