import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { logo, metadataLogo } from '../../src/pages/assets.js';
import { launchBrowser } from '../support/browser.js';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const pictureOf = ({ body, contentType }: { body: string | Buffer; contentType: string }) =>
  `data:${contentType};base64,${Buffer.from(body).toString('base64')}`;

/** The share of light that differs between two pictures, drawn at the size of the logo for IdPs; 0: the same. */
async function difference(one: string, other: string): Promise<number> {
  const { widthPx, heightPx } = metadataLogo;
  const page = await browser.newPage();
  const share = await page.evaluate(
    async ({ urls, width, height }) => {
      const drawn = async (url: string): Promise<Uint8ClampedArray> => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const context = Object.assign(document.createElement('canvas'), {
          width,
          height,
        }).getContext('2d');
        if (!context) throw new Error('no canvas');
        context.drawImage(image, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      };
      const [first, second] = await Promise.all(urls.map(drawn));
      if (!first || !second) throw new Error('no picture');
      const total = first.reduce((sum, value, at) => sum + Math.abs(value - (second[at] ?? 0)), 0);
      return total / (255 * first.length);
    },
    { urls: [one, other], width: widthPx, height: heightPx },
  );
  await page.close();
  return share;
}

it('the logo for IdPs is the logo of our pages', async () => {
  const [drawing, bitmap] = [pictureOf(logo), pictureOf(metadataLogo)];
  expect(await difference(drawing, bitmap)).toBeLessThan(0.005);
  const without = logo.body.toString().replace('x="23" y="22"', 'x="23" y="14"');
  expect(await difference(pictureOf({ ...logo, body: without }), bitmap)).toBeGreaterThan(0.005);
});
