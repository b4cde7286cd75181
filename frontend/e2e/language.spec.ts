import { newEmail, PASSWORD } from './support/account';
import { expectAccessible } from './support/axe';
import { alert } from './support/forms';
import { mailedCode, mailsTo } from './support/mailbox';
import { expect, failed, open, test } from './support/test';

test.describe('in German', () => {
  test.use({ locale: 'de-DE', expectedProblems: [failed(400, 422)] });

  test('the whole way from the front page to the logout, without a flash of English', async ({
    page,
  }) => {
    const email = newEmail();
    // At each frame: the language of what can be seen.
    await page.addInitScript(() => {
      const seen = new Set<string>();
      Object.assign(window, { seen });
      const look = () => {
        const { body, documentElement: root } = document;
        if (body?.innerText.trim() && getComputedStyle(body).visibility === 'visible') {
          seen.add(root.lang);
        }
        requestAnimationFrame(look);
      };
      look();
    });
    const seen = () => page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);

    await open(page, '/');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('für Ihr Team');
    expect(await seen()).toEqual(['de']);
    await page.getByRole('main').getByRole('link', { name: 'Registrieren' }).click();
    await expect(page).toHaveTitle('Konto anlegen · Sample');
    await page.getByRole('button', { name: 'Konto anlegen' }).click();
    await expect(page.getByText('Geben Sie Ihre E-Mail-Adresse ein.')).toBeVisible();
    await page.getByLabel('E-Mail-Adresse').fill('jürgen@example.com');
    await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Vor dem @ gibt es keine Umlaute')).toBeVisible();
    await page.getByLabel('E-Mail-Adresse').fill(email);
    await page.getByLabel('Passwort', { exact: true }).fill('passwort1');
    await expect(page.getByText('Leicht zu erraten.')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Dieses Passwort ist zu leicht zu erraten.')).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');

    await expect(page.getByText(`Wir haben einen Code an ${email} gesendet.`)).toBeVisible();
    await page.reload();
    await page.getByLabel('Code aus 6 Ziffern').pressSequentially(await mailedCode(email));
    expect(await seen()).toEqual(['de']);
    const [mail] = await mailsTo(email);
    expect(mail?.text).toContain('Bestätigen Sie mit diesem Code');

    await expect(page.getByRole('heading', { name: 'Übersicht' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Übersicht' })).toBeVisible();
    await page.getByRole('button', { name: 'Ihr Konto' }).click();
    await page.getByRole('menuitem', { name: 'Abmelden' }).click();
    await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible();
    await page.getByLabel('Passwort', { exact: true }).fill('falsch');
    await page.keyboard.press('Enter');
    await expect(alert(page)).toContainText('E-Mail oder Passwort ist falsch.');
    expect(await seen()).toEqual(['de']);
  });
});

test('language and theme are chosen on any page, and stay', async ({ page }) => {
  await open(page, '/login');
  await page.getByLabel('E-mail address').fill('ada@example.com');
  const menu = page.getByRole('button', { name: 'Theme and language' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Dark' }).press('Enter');
  await expect(page.locator('html')).toHaveClass(/dark/);
  await page.getByRole('button', { name: 'Theme and language' }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();

  await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible();
  await expect(page).toHaveTitle('Anmelden · Sample');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  // What was typed stays.
  await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue('ada@example.com');
  await open(page, '/signup');
  await expect(page.getByRole('heading', { name: 'Konto anlegen' })).toBeVisible();
  await expect(page.locator('html')).toHaveClass(/dark/);
});
